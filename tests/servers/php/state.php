<?php
// What the tests want of this identity provider at the moment: read anew with every request.
return json_decode(file_get_contents(getenv('STELLWERK_TEST_IDP') . '/state.json'), true);
