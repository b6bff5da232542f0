using CsCheck;
using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Documents;

namespace Infra.Tests.Settings;

public class MergeKeyTests
{
    private static readonly Gen<MappingNode> AnyMapping =
        from keys in Gen.Int[0, 5].Array[0, 5]
        from value in Gen.Int[0, 999]
        select new MappingNode(
            new Location("any.yaml", 1),
            [
                .. keys.Distinct()
                    .Select(key => new SettingsEntry(
                        $"k{key}",
                        new Location("any.yaml", 1),
                        new ScalarNode(new Location("any.yaml", 1), $"{value}", ScalarKind.Number)
                    )),
            ]
        );

    [Theory]
    [InlineData("x: &x {a: 1, b: 2}\ny: {<<: *x, b: 3}", "b=3 a=1")]
    [InlineData("x: &x {a: 1, b: 2}\ny: {b: 3, <<: *x}", "b=3 a=1")]
    [InlineData("x: &x {a: 1, b: 2}\nz: &z {b: 4, c: 5}\ny: {<<: [*x, *z]}", "a=1 b=2 c=5")]
    [InlineData("x: &x {a: 1}\nz: &z {<<: *x, b: 2}\ny: {<<: *z}", "b=2 a=1")]
    [InlineData("y: {<<: {a: 1}, b: 2}", "b=2 a=1")]
    [InlineData("y: {<<: [], b: 2}", "b=2")]
    [InlineData("y: {\"<<\": 1}", "<<=1")]
    public void Read_MergeKey_AddsTheKeysThatTheMappingLacks(string text, string expected)
    {
        var errors = new SettingsErrors();

        var mapping = Assert.IsType<MappingNode>(YamlDocument.Read("test.yaml", text, errors)!["y"]);

        Assert.Empty(errors.Errors);
        Assert.Equal(expected, string.Join(' ', mapping.Entries.Select(entry => $"{entry.Key}={entry.Value}")));
    }

    [Fact]
    public void Read_MergedKey_KeepsThePlaceWhereItIsWritten() =>
        Assert.Equal(
            new Location("test.yaml", 2) { Column = 3 },
            Assert
                .IsType<MappingNode>(YamlDocument.Read("test.yaml", "x: &x\n  a: 1\ny:\n  <<: *x\n", new SettingsErrors())!["y"])
                .Entry("a")!
                .KeyLocation
        );

    [Theory]
    [InlineData("y:\n  <<: 1\n", 2)]
    [InlineData("y:\n  <<: [{a: 1},\n    b]\n", 3)]
    [InlineData("x: &x [1]\ny:\n  <<: *x\n", 1)]
    public void Read_MergeOfAnythingElse_IsAnErrorAtItsLine(string text, int line)
    {
        var errors = new SettingsErrors();

        YamlDocument.Read("test.yaml", text, errors);

        Assert.StartsWith(
            $"test.yaml:{line}: y.<<: '<<' merges mappings only; write '<<: *name'",
            Assert.Single(errors.Errors).ToString(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Read_TwoMergeKeys_AreADuplicate()
    {
        var errors = new SettingsErrors();

        YamlDocument.Read("test.yaml", "x: &x {a: 1}\ny:\n  <<: *x\n  <<: *x\n", errors);

        Assert.Equal(
            "test.yaml:4: y.<<: '<<' is already defined in line 3; write one '<<: [*first, *second]'",
            Assert.Single(errors.Errors).ToString()
        );
    }

    [Fact]
    public void Apply_AnyMappings_OwnKeysWin_ThenThoseOfTheEarlierSource() =>
        Gen.Select(AnyMapping, AnyMapping.Array[0, 4])
            .Sample(
                (own, sources) =>
                {
                    var merged = MergeKey.Apply(own, sources);
                    MappingNode[] all = [own, .. sources];
                    Assert.Equal(
                        all.SelectMany(mapping => mapping.Entries).Select(entry => entry.Key).Distinct().Order(StringComparer.Ordinal),
                        merged.Entries.Select(entry => entry.Key).Order(StringComparer.Ordinal)
                    );
                    Assert.All(merged.Entries, entry =>
                        Assert.Same(all.First(mapping => mapping.Entry(entry.Key) is not null)[entry.Key], entry.Value)
                    );
                }
            );

    [Fact]
    public void Apply_SourcesOneByOne_EqualsAllAtOnce() =>
        Gen.Select(AnyMapping, AnyMapping, AnyMapping)
            .Sample(
                (own, first, second) =>
                    Assert.Equal(
                        MergeKey.Apply(own, [first, second]).Entries,
                        MergeKey.Apply(MergeKey.Apply(own, [first]), [second]).Entries
                    )
            );
}
