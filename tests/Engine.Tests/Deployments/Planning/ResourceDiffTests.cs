using Infra.Engine.Deployments.Planning;
using Infra.Engine.Deployments.Planning.Diffing;
using Infra.Engine.Providers;
using Infra.Engine.Resources;
using Infra.Engine.State;
using Infra.Protocol.Values;

namespace Engine.Tests.Deployments.Planning;

/// <summary>The provider's answer and the resource's options in; the difference out.</summary>
public sealed class ResourceDiffTests
{
    private const string Type = "fake:index:Thing";

    private static readonly Urn Provider = Urn.Create("dev", "demo", default, "pulumi:providers:fake", "cloud");
    private static readonly Urn Renamed = Urn.Create("dev", "demo", default, "pulumi:providers:fake", "sky");
    private static readonly DiffResult Unknown = new() { Changes = DiffChanges.Unknown };
    private static readonly DiffResult Changed = new() { Changes = DiffChanges.Some, ChangedKeys = ["size"] };
    private static readonly DiffResult ChangedDeep = new()
    {
        Changes = DiffChanges.Some,
        ChangedKeys = ["spec"],
        DetailedDiff = new Dictionary<string, PropertyDiff> { ["spec.ports[0].name"] = new(PropertyDiffKind.Update) },
    };

    private static readonly Dictionary<string, (DiffResult? Answer, ResourceGoal Goal, bool IsReady, string Expected)> Table = new()
    {
        ["provider: no difference"] = (DiffResult.Same, Goal(), true, "same"),
        ["provider: difference"] = (Changed, Goal(), true, "update size"),
        ["provider: replacement"] = (Changed with { ReplaceKeys = ["size"] }, Goal(), true, "replace size"),
        ["component: inputs are compared"] = (null, Goal(("size", 2)), true, "update size"),
        ["component: equal inputs"] = (null, Goal(("size", 1)), true, "same"),
        ["component: a secret of the same value is equal"] = (null, Goal(("size", ((PropertyValue)1).MakeSecret())), true, "same"),
        ["unknown: inputs are compared"] = (Unknown, Goal(("size", 2)), true, "update size"),
        ["unknown: equal inputs"] = (Unknown, Goal(("size", 1)), true, "same"),
        ["unknown: added and removed inputs"] = (Unknown, Goal(("color", "red")), true, "update color, size"),
        ["unknown: ignored change"] = (Unknown, Goal(("size", 2)) with { IgnoreChanges = ["size"] }, true, "same"),
        ["unknown: another change than the ignored one"] = (
            Unknown,
            Goal(("size", 2), ("color", "red")) with
            {
                IgnoreChanges = ["size"],
            },
            true,
            "update color"
        ),
        ["unknown: the provider's replacement keys stay"] = (
            Unknown with
            {
                ReplaceKeys = ["size"],
            },
            Goal(("size", 2)),
            true,
            "replace size"
        ),
        ["replaceOnChanges: changed"] = (Changed, Goal() with { ReplaceOnChanges = ["size"] }, true, "replace size"),
        ["replaceOnChanges: another property"] = (Changed, Goal() with { ReplaceOnChanges = ["color"] }, true, "update size"),
        ["replaceOnChanges: every property"] = (Changed, Goal() with { ReplaceOnChanges = ["*"] }, true, "replace size"),
        ["replaceOnChanges: nested path"] = (
            ChangedDeep,
            Goal() with
            {
                ReplaceOnChanges = ["spec.ports[*].name"],
            },
            true,
            "replace spec.ports[0].name"
        ),
        ["replaceOnChanges: other nested path"] = (ChangedDeep, Goal() with { ReplaceOnChanges = ["spec.ports[1]"] }, true, "update spec"),
        ["replaceOnChanges: no difference"] = (DiffResult.Same, Goal() with { ReplaceOnChanges = ["size"] }, true, "same"),
        ["replaceOnChanges: not ready"] = (DiffResult.Same, Goal() with { ReplaceOnChanges = ["#initerror"] }, false, "replace #initerror"),
        ["not ready without replaceOnChanges"] = (DiffResult.Same, Goal(), false, "same"),
    };

    public static TheoryData<string> Cases => [.. Table.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Decide_FollowsFromAnswerAndOptions(string name)
    {
        var (answer, goal, isReady, expected) = Table[name];
        var urn = Urn.Create("dev", "demo", default, Type, "one");
        var old = new ResourceState
        {
            Urn = urn,
            Type = Type,
            Custom = true,
            Inputs = PropertyMap.Create(("size", 1)),
            InitErrors = isReady ? [] : ["no pod is ready"],
        };
        var plan = new ResourcePlan
        {
            Goal = goal,
            Old = new TrackedResource(0, old),
            New = GoalState.Create(goal, new UrnRegistry.Registration(urn, null, default, null)),
        };

        var diff = ResourceDiff.Decide(plan, answer);

        Assert.Equal(
            expected,
            diff.Changes != DiffChanges.Some ? "same"
                : diff.ReplaceKeys.Count > 0 ? $"replace {string.Join(", ", diff.ReplaceKeys)}"
                : $"update {string.Join(", ", diff.ChangedKeys)}"
        );
    }

    [Theory]
    [InlineData("", "", nameof(ProviderChange.None))]
    [InlineData("cloud:1", "cloud:1", nameof(ProviderChange.None))]
    [InlineData("cloud:1", "sky:1", nameof(ProviderChange.None))]
    [InlineData("cloud:1", "cloud:2", nameof(ProviderChange.AskProvider))]
    [InlineData("cloud:1", "sky:2", nameof(ProviderChange.AskProvider))]
    [InlineData("sky:1", "cloud:1", nameof(ProviderChange.AskProvider))]
    [InlineData("", "cloud:1", nameof(ProviderChange.Replace))]
    [InlineData("cloud:1", "", nameof(ProviderChange.Replace))]
    public void CompareProviders_AnAliasIsTheSameProvider(string before, string after, string expected)
    {
        var change = ResourceDiff.CompareProviders(Reference(before), Reference(after), urn => urn == Provider ? Renamed : urn);

        Assert.Equal(expected, change.ToString());
    }

    private static ProviderReference? Reference(string text) =>
        text.Split(':') is [var name, var id] ? new ProviderReference(name == "sky" ? Renamed : Provider, id) : null;

    private static ResourceGoal Goal(params (string Name, PropertyValue Value)[] properties) =>
        new()
        {
            Type = Type,
            Name = "one",
            Custom = true,
            Properties = PropertyMap.Create(properties),
        };
}
