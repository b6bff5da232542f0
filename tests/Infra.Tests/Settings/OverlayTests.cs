using CsCheck;
using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Documents;

namespace Infra.Tests.Settings;

public class OverlayTests
{
    private static readonly string[] Keys = ["a", "b", "c"];
    private static readonly Location Place = new("any.yaml", 1);

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
    public void Merge_AnyTrees_IsAssociativeAndIdempotent_AndTheEmptyMappingIsNeutral() =>
        Gen.Select(AnyMapping(3), AnyMapping(3), AnyMapping(3))
            .Sample(
                (a, b, c) =>
                    AreSame(Overlay.Merge(Overlay.Merge(a, b), c), Overlay.Merge(a, Overlay.Merge(b, c)))
                    && AreSame(a, Overlay.Merge(a, a))
                    && AreSame(a, Overlay.Merge(a, MappingNode.Empty(a.Location)))
                    && AreSame(a, Overlay.Merge(MappingNode.Empty(a.Location), a)),
                iter: 2_000,
                print: trees => $"a = {Show(trees.Item1)}, b = {Show(trees.Item2)}, c = {Show(trees.Item3)}"
            );

    private static bool AreSame(SettingsNode expected, SettingsNode actual) => Canonical(expected) == Canonical(actual);

    private static Gen<MappingNode> AnyMapping(int depth) =>
        Gen.Select(Gen.Bool, AnyValue(depth - 1))
            .Array[Keys.Length]
            .Select(values => new MappingNode(
                Place,
                [
                    .. Keys.Zip(values)
                        .Where(entry => entry.Second.Item1)
                        .Select(entry => new SettingsEntry(entry.First, Place, entry.Second.Item2)),
                ]
            ));

    private static Gen<SettingsNode> AnyValue(int depth)
    {
        Gen<SettingsNode>[] leaves =
        [
            Gen.Const<SettingsNode>(new ScalarNode(Place, "", ScalarKind.Null)),
            Gen.Const<SettingsNode>(new SequenceNode(Place, [])),
            Gen.Int[0, 8].Select(number => (SettingsNode)new ScalarNode(Place, $"{number}", ScalarKind.Number)),
        ];
        return Gen.OneOf(depth > 0 ? [.. leaves, AnyMapping(depth).Select(mapping => (SettingsNode)mapping)] : leaves);
    }

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
