"""The file that `stellwerk config template` prints: every key with its meaning."""

TEMPLATE = """\
# Stellwerk's configuration. Edit it, then:
#
#   stellwerk config import stellwerk.toml     checks all of it, then takes it over as a whole
#   stellwerk check                            is everything reachable and allowed?
#   stellwerk plan                             what would happen? Sends nothing
#   stellwerk sync                             carries it out
#   stellwerk serve                            keeps doing so
#
# It can be imported again at any time: things are known by their name, what did not change stays
# untouched. What you take out of the file stays until you import with --prune. Relative paths
# are meant from the folder of this file. Lines that begin with # are examples or defaults.

[portal]
name = "Example"
time_zone = "Europe/Berlin"          # for display
# address = "https://stellwerk.example.org"   # what a browser elsewhere asks for: the panel answers
#                                    # to no other name (and to this machine); TLS ends in front

[schedule]
read_every = "15m"                   # how often `stellwerk serve` reads the sources: 90s, 15m, 2h
# keep_runs = "90d"                  # how long runs and their logs are kept

# ------------------------------------------------------------------------------------ Sources
# Where people come from. Several may be given; of a person found in two, the first one counts.

[[source]]
name = "directory"
kind = "ldap"                        # ldap, or ldif for a file (then: path = "export.ldif")
url = "ldaps://ldap.example.org:7636"  # ldap://, ldaps:// or ldapi://; UCS: ldap 7389, ldaps 7636
base = "dc=example,dc=org"
bind_dn = "uid=stellwerk,cn=users,dc=example,dc=org"   # leave it out to read anonymously
password_file = "ldap.secret"        # or password_env = "VARIABLE". Never the password itself;
#                                    # password_kept = true: the one Stellwerk holds already
dialect = "ucs"                      # ucs, nubus, openldap, active_directory, ds389
# start_tls = true                   # with ldap://
# ca_file = "/etc/ssl/certs/own-ca.pem"   # the CA of the server, if the system does not know it
# page_size = 500
# timeout = 30                       # seconds for each answer
# kinds = ["person", "group", "context", "access_profile"]   # default: all the dialect knows
# canary_dns = ["uid=headmaster,cn=users,dc=example,dc=org"] # if one of these is not seen, the
#                                    # account may not see everything: nobody is removed then
# minimum = 500                      # fewer objects than this are no whole reading either
# gate_count = 50                    # within 24 hours: if more are missing, nobody of them leaves
# gate_share = 0.05                  # before you say so; the same above this share of all,
# gate_floor = 5                     # but not below so many
# relink = "ask"                     # somebody deleted and made anew: ask, mail (the same address
#                                    # is the same person), never (waits until the old one is gone)
# read_every = "1h"                  # this source alone
# [source.bases]                     # where a kind is looked for, if not everywhere below base
# person = ["cn=users,dc=example,dc=org"]
# [source.filters]                   # which objects of a kind
# person = "(univentionObjectType=users/user)"
# [source.extra.person]              # more LDAP attributes, to be asked for in rules
# departmentNumber = "department"

# ------------------------------------------------------------------------------------ Targets
# Where people go: an OX App Suite server.

[[target]]
name = "ox"
url = "https://ox.example.org"       # the server of /webservices
master_login = "oxadminmaster"
master_password_file = "ox-master.secret"   # or master_password_env = "VARIABLE"
apply = "auto"                       # manual: every change waits for `stellwerk approve`
# ca_file = "/etc/ssl/certs/own-ca.pem"
mail_domain = "example.org"          # of the administrators of contexts that are made
# context_admin = "oxadmin"          # their login
# language = "de_DE"                 # of new accounts; people change it in OX
# timezone = "Europe/Berlin"         # of new accounts
# imap_server = "imap://mail.example.org:143"   # default: what OX is set up with
# smtp_server = "smtp://mail.example.org:25"
# imap_login = "{}"                  # {} is the primary address, {username} any property
# functional_account_login = "{{fa_entry_uuid}}{{username}}"   # of members, at the mail server
# identifier = "username"            # the property that becomes the OX login
# mapping_file = "AttributeMapping.json"   # of Univention's OX Connector, if it had one of its own
# suffix = " ({login})"              # added to the display name of the second Anna Becker
# close_disabled = true              # who is disabled in the directory loses access to OX too
# gates = true                       # few removals pass by themselves; false: each one waits for
#                                    # `stellwerk approve`, and so does each deletion
# gate_count = 50                    # within 24 hours: above so many removals all of them wait,
# gate_share = 0.05                  # or above this share of the accounts,
# gate_floor = 5                     # but not below so many
# grace_days = 30                    # from disabling an account to deleting it
# reassign = "administrator"         # inherits what a deleted account shared; none: it is deleted
# lanes = 8                          # calls at a time, at most
# deadline = 60                      # seconds for a call
# settle = 60                        # seconds before an unanswered call is looked into
# audit_every = 24                   # hours between two comparisons with OX; 0: never

# Who goes there. The preset asks isOxUser, isOxGroup, oxContext and oxAccess, as UCS has them.
preset = "ucs"
# default_context = "10"             # for people without oxContext

# Rules of your own are asked first, in this order; the first that holds decides. Whoever no rule
# names gets no account. match: attribute with values, group, ou, source, all = true; all given
# must hold. give: context and profile, or context_from and profile_from a property.
# [[target.rule]]
# name = "Teachers"
# match.group = "teachers"
# give.context = "10"
# give.profile = "teacher"
# [[target.rule]]
# name = "Groups below ou=groups"
# match.kind = "group"
# match.ou = "ou=groups,dc=example,dc=org"

# What people's properties become in OX, where it differs from `stellwerk mapping`: a property, a
# list of which the first that is filled counts, =fixed text, a template. [] leaves a field alone.
# [target.mapping]
# room_number = ["oxRoom", "roomNumber"]
# department = "{departmentNumber} {oxDepartment}"
# company = "=Town of Musterstadt"
# note = []

# Contexts. With a name it is declared here (and made if OX does not have it); without one the
# directory declares it. A context that OX has already needs its administrator's login.
# [[target.context]]
# id = 10
# name = "town"
# quota = 10000                      # MB; default: unlimited
# login_mappings = ["town.example"]  # people sign in as anna@town.example; default: context10
# enabled = false                    # nobody can sign in; default: as OX has it
# login = "oxadmin"
# password_file = "context10.secret"

# Access profiles: named sets of OX rights, for directories that have none.
# [[access_profile]]
# name = "teacher"
# rights = ["webmail", "contacts", "calendar", "tasks", "infostore", "collectemailaddresses"]

# Rooms and things that can be booked, and mailboxes of many, that no directory has.
# [[resource]]
# name = "hall"
# mail = "hall@example.org"
# context = 10                       # default: where a rule puts whoever names none
# display_name = "Great hall"
# description = "First floor"
# available = false                  # nobody can book it; default: true
# [[functional_account]]
# name = "info"
# mail = "info@example.org"
# personal = "Town of Musterstadt"   # the sender that others see
# members = ["anna", "bert"]         # logins
# groups = ["helpdesk"]              # everybody in them

# ------------------------------------------------------------------------------------ Start page
# Where people land after signing in: a tile for every service, in this order.
# [[tile]]
# name = "Files"
# name_de = "Dateien"                # if it is called otherwise in German
# address = "https://files.example.org/"
# icon = "folder"                    # the form in the panel shows them all; default: globe
# group = "staff"                    # only its members see it, those of groups within it too
"""
