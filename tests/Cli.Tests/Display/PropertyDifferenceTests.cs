using Infra.Cli.Display;
using Infra.Cli.Terminal;
using Infra.Kubernetes.Schema;
using Infra.Protocol.Values;

namespace Cli.Tests.Display;

/// <summary><c>--diff</c> shows every changed property, and no others.</summary>
public sealed class PropertyDifferenceTests
{
    [Fact]
    public void Describe_HiddenPath_OnlyMentionsThatItDiffers()
    {
        var text = new PropertyDifference(Palette.None).Describe(
            PropertyMap.Create(("data", PropertyMap.Create(("blob", "old"), ("size", 1)))),
            PropertyMap.Create(("data", PropertyMap.Create(("blob", "new"), ("size", 2)))),
            indent: 4,
            showUnchanged: false,
            ["data.blob"]
        );

        Assert.Contains("blob (hidden)", text, StringComparison.Ordinal);
        Assert.Contains("size: 1 => 2", text, StringComparison.Ordinal);
        Assert.DoesNotContain("old", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Describe_NestedChanges_ShowsThePathToEach()
    {
        var before = Map(("metadata", Map(("labels", Map(("a", "1"))), ("name", "d"))), ("items", PropertyValue.Array(1, 2, 3)));
        var after = Map(("metadata", Map(("labels", Map(("a", "1"), ("x", "y"))), ("name", "d"))), ("items", PropertyValue.Array(1, 5)));

        Assert.Equal(
            """
              ~ items   : [
                  ~ [1]: 2 => 5
                  - [2]: 3
                ]
              ~ metadata: {
                  ~ labels: {
                      + x: "y"
                    }
                }

            """.ReplaceLineEndings("\n"),
            Describe(before, after)
        );
    }

    [Fact]
    public void Describe_ListsOfKubernetes_AreComparedByTheirKeys()
    {
        static PropertyValue Container(string name, string image, params PropertyValue[] ports) =>
            Map(("name", name), ("image", image), ("ports", PropertyValue.Array(ports)));
        static PropertyMap Pod(params PropertyValue[] containers) => Map(("spec", Map(("containers", PropertyValue.Array(containers)))));
        PropertyValue named = Map(("containerPort", 80), ("name", "http"));
        PropertyValue renamed = Map(("containerPort", 80), ("protocol", "TCP"), ("name", "web"));
        PropertyValue udp = Map(("containerPort", 80), ("protocol", "UDP"));

        var before = Pod(Container("app", "a:1", named), Container("old", "o:1"));
        var after = Pod(Container("proxy", "p:1"), Container("app", "a:2", udp, renamed));

        var text = new PropertyDifference(Palette.None).Describe(
            before,
            after,
            4,
            showUnchanged: false,
            type: ObjectType.Find("v1", "Pod")
        );

        Assert.Equal(
            """
              ~ spec: {
                  ~ containers: [
                      + [proxy]: {
                          + image: "p:1"
                          + name : "proxy"
                          + ports: []
                      + }
                      ~ [app]: {
                          ~ image: "a:1" => "a:2"
                          ~ ports: [
                              + [80/UDP]: {
                                  + containerPort: 80
                                  + protocol     : "UDP"
                              + }
                              ~ [80/TCP]: {
                                  ~ name    : "http" => "web"
                                  + protocol: "TCP"
                                }
                            ]
                        }
                      - [old]: {
                          - image: "o:1"
                          - name : "old"
                          - ports: []
                      - }
                    ]
                }

            """.ReplaceLineEndings("\n"),
            text.ReplaceLineEndings("\n")
        );
    }

    [Fact]
    public void Describe_AReorderedListWithKeys_SaysSo()
    {
        PropertyValue a = Map(("name", "A"), ("value", "1"));
        PropertyValue b = Map(("name", "B"), ("value", "2"));
        static PropertyMap Pod(params PropertyValue[] env) =>
            Map(("spec", Map(("containers", PropertyValue.Array(Map(("name", "app"), ("env", PropertyValue.Array(env))))))));

        var text = new PropertyDifference(Palette.None).Describe(Pod(a, b), Pod(b, a), 4, false, type: ObjectType.Find("v1", "Pod"));

        Assert.Contains("~ env: [the same items in another order]", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Describe_AChangedSecret_ShowsNeitherValue()
    {
        var text = Describe(Map(("key", Secret("old-one"))), Map(("key", Secret("new-one"))));
        Assert.Equal("  ~ key: [secret] => [secret]\n", text);
    }

    [Fact]
    public void Describe_EqualMaps_IsEmpty() => Assert.Equal("", Describe(Map(("a", "1")), Map(("a", "1"))));

    [Fact]
    public void Describe_ARemovedBranch_ShowsAllOfIt() =>
        Assert.Equal("  - volume: {\n      - size: 3\n  - }\n", Describe(Map(("volume", Map(("size", 3)))), PropertyMap.Empty));

    private static string Describe(PropertyMap before, PropertyMap after) =>
        new PropertyDifference(Palette.None).Describe(before, after, indent: 4, showUnchanged: false).ReplaceLineEndings("\n");

    private static PropertyValue Secret(string text) => ((PropertyValue)text).MakeSecret();

    private static PropertyMap Map(params (string, PropertyValue)[] properties) => PropertyMap.Create(properties);
}
