# Reads TAP documents with TAP::Parser, the part of Test::Harness by which prove reads them,
# and prints what it found in each as JSON: perl read.pl FILE…
use strict;
use warnings;
use JSON::PP;
use TAP::Parser;

sub yes { $_[0] ? JSON::PP::true : JSON::PP::false }

sub read_tap {
    my ($file) = @_;
    open my $in, '<:encoding(UTF-8)', $file or die "$file: $!";
    my $parser = TAP::Parser->new( { source => \do { local $/; <$in> } } );
    my ( @tests, @unknown );
    while ( my $result = $parser->next ) {
        if ( $result->is_test ) {
            push @tests, {
                ok        => yes( $result->is_actual_ok ),
                id        => $result->number,
                name      => $result->description =~ s/^- //r,
                directive => $result->directive,
                reason    => $result->explanation,
            };
        }
        elsif ( $result->is_yaml )    { $tests[-1]{diag} = $result->data }
        elsif ( $result->is_unknown ) { push @unknown, $result->as_string }
    }
    return {
        version => 0 + $parser->version,
        plan    => 0 + $parser->tests_planned,
        errors  => [ $parser->parse_errors ],
        unknown => \@unknown,
        green   => yes( !$parser->has_problems ),
        failed  => scalar $parser->failed,
        skipped => scalar $parser->skipped,
        todo    => scalar $parser->todo,
        tests   => \@tests,
    };
}

binmode STDOUT;
print JSON::PP->new->utf8->encode( [ map { read_tap($_) } @ARGV ] );
