using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Documents;

namespace Infra.Tests.Settings;

public class OverlayTests
{
    private static readonly string[] Keys = ["a", "b", "c"];

    [Fact]
    public void Merge_KeepsSettingsThatAreNotOverridden_AndReplacesLists() =>
        Assert.Equal(
            "{a: 1, b: {x: 2, y: 9}, c: [7]}",
            Show(Overlay.Merge(Read("{a: 1, b: {x: 2, y: 3}, c: [4, 5]}"), Read("{b: {y: 9}, c: [7]}")))
        );

    [Fact]
    public void Merge_MappingOverShortForm_RefinesIt() =>
        Assert.Equal(
            "{image: shop/catalog:1.4 < {tag: 1.5}}",
            Show(Overlay.Merge(Read("image: shop/catalog:1.4"), Read("image: {tag: '1.5'}")))
        );

    [Fact]
    public void Merge_ShortFormOverMapping_ReplacesIt() =>
        Assert.Equal("{image: shop/catalog:2}", Show(Overlay.Merge(Read("image: {tag: '1.5'}"), Read("image: shop/catalog:2"))));

    [Fact]
    public void Merge_AnyTrees_IsAssociativeAndIdempotent_AndTheEmptyMappingIsNeutral()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        for (var i = 0; i < 2_000; i++)
        {
            var (a, b, c) = (Any(random, 3), Any(random, 3), Any(random, 3));
            var context = $"seed {seed}: a = {Show(a)}, b = {Show(b)}, c = {Show(c)}";
            AssertSame(Overlay.Merge(Overlay.Merge(a, b), c), Overlay.Merge(a, Overlay.Merge(b, c)), context);
            AssertSame(a, Overlay.Merge(a, a), context);
            AssertSame(a, Overlay.Merge(a, MappingNode.Empty(a.Location)), context);
            AssertSame(a, Overlay.Merge(MappingNode.Empty(a.Location), a), context);
        }
    }

    private static void AssertSame(SettingsNode expected, SettingsNode actual, string context) =>
        Assert.True(Canonical(expected) == Canonical(actual), $"{context}: {Canonical(expected)} is not {Canonical(actual)}");

    private static MappingNode Any(Random random, int depth) =>
        new(
            new Location("any.yaml", 1),
            [
                .. Keys.Where(_ => random.Next(2) == 0)
                    .Select(key => new SettingsEntry(key, new Location("any.yaml", 1), AnyValue(random, depth - 1))),
            ]
        );

    private static SettingsNode AnyValue(Random random, int depth) =>
        random.Next(4) switch
        {
            0 => new ScalarNode(new Location("any.yaml", 1), "", ScalarKind.Null),
            1 => new SequenceNode(new Location("any.yaml", 1), []),
            2 when depth > 0 => Any(random, depth),
            _ => new ScalarNode(new Location("any.yaml", 1), $"{random.Next(9)}", ScalarKind.Number),
        };

    private static MappingNode Read(string yaml) => YamlDocument.Read("test.yaml", yaml, new SettingsErrors())!;

    private static string Show(SettingsNode node) => Show(node, sorted: false);

    private static string Canonical(SettingsNode node) => Show(node, sorted: true);

    private static string Show(SettingsNode node, bool sorted)
    {
        switch (node)
        {
            case MappingNode mapping:
                var entries = mapping.Entries.Select(entry => $"{entry.Key}: {Show(entry.Value, sorted)}");
                var prefix = mapping.ShortForm is { } shortForm ? $"{Show(shortForm, sorted)} < " : "";
                return $"{prefix}{{{string.Join(", ", sorted ? entries.Order(StringComparer.Ordinal) : entries)}}}";
            case SequenceNode sequence:
                return $"[{string.Join(", ", sequence.Items.Select(item => Show(item, sorted)))}]";
            default:
                return ((ScalarNode)node).Text;
        }
    }
}
