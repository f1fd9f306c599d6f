<?php
// PHP's own server does not split what follows a script's name (module.php/core/loginuserpass.php).
$www = '/usr/share/simplesamlphp/www';
$path = rawurldecode(parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH));
$kinds = ['css' => 'text/css', 'js' => 'text/javascript', 'png' => 'image/png', 'ico' => 'image/x-icon'];
if (preg_match('#^/simplesaml/resources/(?:[a-z0-9-]+/)*[A-Za-z0-9._-]+\.(css|js|png|ico)$#', $path, $found)) {
    header("Content-Type: {$kinds[$found[1]]}");
    readfile($www . substr($path, strlen('/simplesaml')));
    return true;
}
if (!preg_match('#^/simplesaml/((?:[A-Za-z0-9_-]+/)*[A-Za-z0-9_-]+\.php)(/.*)?$#', $path, $found)) {
    http_response_code(404);
    return true;
}
$_SERVER['SCRIPT_NAME'] = '/simplesaml/' . $found[1];
$_SERVER['PHP_SELF'] = $path;
$_SERVER['PATH_INFO'] = $found[2] ?? '';
$_SERVER['SCRIPT_FILENAME'] = "$www/$found[1]";

// SimpleSAMLphp 1.19 has the cipher written into this class: load it with the one that is wanted.
$cipher = (require __DIR__ . '/state.php')['cipher'];
if ($cipher !== '') {
    $vendor = '/usr/share/simplesamlphp/vendor';
    $text = file_get_contents("$vendor/simplesamlphp/saml2/src/SAML2/EncryptedAssertion.php");
    $wanted = 'new XMLSecurityKey(' . var_export($cipher, true) . ')';
    $text = str_replace('new XMLSecurityKey(XMLSecurityKey::AES128_CBC)', $wanted, $text, $count);
    if ($count !== 1) {
        throw new Exception('EncryptedAssertion.php is not the one that is known here');
    }
    require_once '/usr/share/simplesamlphp/lib/_autoload.php';
    eval(substr($text, strlen('<?php')));
}
chdir(dirname($_SERVER['SCRIPT_FILENAME']));
require $_SERVER['SCRIPT_FILENAME'];
