using Infra.Simulator.Api;
using Infra.Simulator.Objects;
using Infra.Simulator.Tests.Controllers;

namespace Infra.Simulator.Tests.Api;

/// <summary>Label keys of affinity terms and topology spread constraints become requirements of a new pod's selectors.</summary>
public sealed class PodLabelKeysTests : IDisposable
{
    private readonly ControlPlaneCluster _cluster = new();

    public void Dispose() => _cluster.Dispose();

    [Theory]
    [InlineData(
        """{"matchLabels":{"app":"a"}}""",
        """["rev","absent"]""",
        """["tier"]""",
        """[{"key":"rev","operator":"In","values":["1"]},{"key":"tier","operator":"NotIn","values":["web"]}]"""
    )]
    [InlineData(
        """{"matchExpressions":[{"key":"app","operator":"Exists"}]}""",
        """["rev"]""",
        "[]",
        """[{"key":"app","operator":"Exists"},{"key":"rev","operator":"In","values":["1"]}]"""
    )]
    public void Create_AffinityTerm_RequiresTheLabelsOfThePod(string selector, string match, string mismatch, string expected)
    {
        var term = $$"""{"topologyKey":"zone","labelSelector":{{selector}},"matchLabelKeys":{{match}},"mismatchLabelKeys":{{mismatch}}}""";
        var pod = Create(
            $$"""
            "affinity":{"podAntiAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":[{{term}}],
             "preferredDuringSchedulingIgnoredDuringExecution":[{"weight":1,"podAffinityTerm":{{term}} } ] } }
            """
        );

        var anti = pod.Spec.Map("affinity", "podAntiAffinity")!;
        Assert.Equal(
            expected,
            anti["requiredDuringSchedulingIgnoredDuringExecution"]![0]!["labelSelector"]!["matchExpressions"]!.ToJsonString()
        );
        Assert.Equal(
            expected,
            anti["preferredDuringSchedulingIgnoredDuringExecution"]![0]!["podAffinityTerm"]!["labelSelector"]![
                "matchExpressions"
            ]!.ToJsonString()
        );
    }

    [Fact]
    public void Create_SpreadConstraint_RequiresTheLabelsOfThePod()
    {
        var pod = Create(Spread("""{"matchLabels":{"app":"a"}}"""));

        Assert.Equal(
            """{"matchLabels":{"app":"a"},"matchExpressions":[{"key":"rev","operator":"In","values":["1"]}]}""",
            pod.Spec["topologySpreadConstraints"]![0]!["labelSelector"]!.ToJsonString()
        );
    }

    [Fact]
    public void Create_SpreadConstraintSelectsTheKeyItself_IsRejected()
    {
        var refused = Assert.Throws<StatusException>(() => Create(Spread("""{"matchLabels":{"rev":"2"}}""")));

        Assert.EndsWith(
            "spec.topologySpreadConstraints[0].matchLabelKeys[0]: Invalid value: \"rev\": exists in both matchLabelKeys and labelSelector",
            refused.Message,
            StringComparison.Ordinal
        );
    }

    private static string Spread(string selector) =>
        $$"""
            "topologySpreadConstraints":[{"maxSkew":1,"topologyKey":"zone","whenUnsatisfiable":"DoNotSchedule","matchLabelKeys":["rev"],
             "labelSelector":{{selector}}}]
            """;

    private KubeObject Create(string more) =>
        _cluster.Create(
            GroupResource.Pods,
            $$$"""
            {"metadata":{"name":"p","namespace":"default","labels":{"app":"a","rev":"1","tier":"web"} },
             "spec":{"containers":[{"name":"c","image":"i:1"}],{{{more}}} } }
            """
        );
}
