<?php
$state = require __DIR__ . '/../state.php';
$metadata[$state['entity_id']] = $state['hosted'] + ['host' => '__DEFAULT__', 'auth' => 'people'];
