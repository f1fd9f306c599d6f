<?php
$people = (require __DIR__ . '/state.php')['people'];
$config = ['admin' => ['core:AdminPassword'], 'people' => ['exampleauth:UserPass'] + $people];
