using Infra.Engine.Deployments.Planning.Diffing;
using Infra.Engine.Providers;
using Infra.Engine.Resources;
using Infra.Protocol.Values;

namespace Engine.Tests.Deployments.Planning;

public sealed class DependentImpactTests
{
    private static readonly Urn Root = Urn.Create("dev", "demo", default, "fake:index:Thing", "root");
    private static readonly Urn Provider = Urn.Create("dev", "demo", default, "pulumi:providers:fake", "cloud");

    private static readonly ResourceState Dependent = new()
    {
        Urn = Urn.Create("dev", "demo", default, "fake:index:Thing", "leaf"),
        Type = "fake:index:Thing",
        Custom = true,
        Inputs = PropertyMap.Create(("root", "root-1"), ("size", 1)),
        Provider = new ProviderReference(Provider, "1"),
        Dependencies = [Root],
        PropertyDependencies = new Dictionary<string, IReadOnlyList<Urn>> { ["root"] = [Root], ["size"] = [] },
    };

    private static readonly Dictionary<string, (ResourceState State, Urn Replaced, string Expected)> Table = new()
    {
        ["input taken from it"] = (Dependent, Root, "ask: root"),
        ["only depends on it"] = (Dependent with { PropertyDependencies = null }, Root, "none"),
        ["property that is no input"] = (Dependent with { Inputs = PropertyMap.Create(("size", 1)) }, Root, "none"),
        ["another resource"] = (Dependent, Dependent.Urn, "none"),
        ["deleted with it"] = (Dependent with { DeletedWith = Root }, Root, "replace"),
        ["its provider"] = (Dependent, Provider, "replace"),
        ["component"] = (Dependent with { Custom = false }, Root, "none"),
        ["read"] = (Dependent with { External = true }, Root, "none"),
        ["no provider"] = (Dependent with { Provider = null }, Root, "none"),
    };

    public static TheoryData<string> Cases => [.. Table.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Decide_FollowsFromTheDependency(string name)
    {
        var (state, replaced, expected) = Table[name];

        var impact = DependentImpact.Decide(state, new HashSet<Urn> { replaced });

        Assert.Equal(
            expected,
            impact.IsReplaced ? "replace"
                : impact.AffectedInputs is { } inputs
                    ? $"ask: {string.Join(", ", inputs.Where((_, value) => value is PropertyUnknown).Keys)}"
                : "none"
        );
    }

    [Theory]
    [InlineData(DiffChanges.Some, "root", "", true)]
    [InlineData(DiffChanges.Some, "", "", false)]
    [InlineData(DiffChanges.Some, "", "root", true)]
    [InlineData(DiffChanges.None, "", "root", false)]
    [InlineData(DiffChanges.Unknown, "", "", false)]
    [InlineData(DiffChanges.Unknown, "", "root", true)]
    [InlineData(DiffChanges.Unknown, "", "size", false)]
    public void RequiresReplacement_FollowsFromAnswerAndOptions(
        DiffChanges changes,
        string replaceKey,
        string replaceOnChange,
        bool expected
    )
    {
        var state = Dependent with { ReplaceOnChanges = replaceOnChange.Length > 0 ? [replaceOnChange] : [] };
        var impact = DependentImpact.Decide(state, new HashSet<Urn> { Root });
        var answer = new DiffResult
        {
            Changes = changes,
            ChangedKeys = changes == DiffChanges.Some ? ["root"] : [],
            ReplaceKeys = replaceKey.Length > 0 ? [replaceKey] : [],
        };

        Assert.Equal(expected, impact.FindReplaceKeys(state, answer).Count > 0);
    }
}
