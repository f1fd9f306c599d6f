# The portal of LemonLDAP::NG, with the people and the cipher that the tests want at the moment.
use strict;
use warnings;
use JSON qw(from_json);

# It loads what draws captchas even where none is shown, and that needs ImageMagick.
package NoCaptcha {
    use Mouse;
    extends 'Lemonldap::NG::Portal::Main::Plugin';
    sub init { return 1 }
    $INC{'NoCaptcha.pm'} = __FILE__;
}

use Lemonldap::NG::Portal::Main;
use Lemonldap::NG::Portal::Lib::SAML;
use Lemonldap::NG::Portal::UserDB::Demo;
use Plack::App::File;

sub state_now {
    open my $file, '<', "$ENV{STELLWERK_TEST_IDP}/state.json" or die "no state: $!";
    local $/ = undef;
    return from_json( scalar <$file> );
}

# Lasso can do more ciphers than LemonLDAP::NG lets one choose.
my $plain = \&Lemonldap::NG::Portal::Lib::SAML::setProviderEncryptionMode;
{
    no warnings 'redefine';
    *Lemonldap::NG::Portal::Lib::SAML::setProviderEncryptionMode = sub {
        my ( $self, $provider, $mode ) = @_;
        if ( my $cipher = state_now()->{cipher} ) {
            my $kind = Lasso::Constants->can("ENCRYPTION_SYM_KEY_TYPE_$cipher")->();
            Lasso::Provider::set_encryption_sym_key_type( $provider, $kind );
        }
        return $plain->( $self, $provider, $mode );
    };
}

my $files  = Plack::App::File->new( root => '/usr/share/lemonldap-ng/portal/htdocs' )->to_app;
my $shared = Plack::App::File->new( root => '/usr/share' )->to_app;
my $portal = Lemonldap::NG::Portal::Main->run( {} );
sub {
    return $files->(@_) if $_[0]{PATH_INFO} =~ m{^/static/};
    return $shared->(@_) if $_[0]{PATH_INFO} =~ m{^/javascript/};
    %Lemonldap::NG::Portal::UserDB::Demo::demoAccounts = %{ state_now()->{people} };
    return $portal->(@_);
};
