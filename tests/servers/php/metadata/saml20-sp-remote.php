<?php
// The service provider as its own metadata describes it, with what the test wants otherwise.
$state = require __DIR__ . '/../state.php';
if ($state['sp_metadata'] !== '') {
    $parsed = \SimpleSAML\Metadata\SAMLParser::parseString($state['sp_metadata']);
    $described = $parsed->getMetadata20SP();
    unset($described['expire']);
    $metadata[$parsed->getEntityId()] = $state['sp'] + $described;
}
