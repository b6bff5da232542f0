using Infra.Backend.Monitoring.Rules;
using Infra.Backend.Monitoring.Slo;

namespace Infra.Tests.Monitoring;

/// <summary>The catalogue of rules is complete.</summary>
public class RuleCatalogueTests
{
    private static readonly string?[] Namespaces = [typeof(RuleCatalogue).Namespace, typeof(ObjectiveRules).Namespace];

    [Fact]
    public void EveryClassOfRules_IsASource()
    {
        var classes = typeof(RuleCatalogue)
            .Assembly.GetTypes()
            .Where(type => Namespaces.Contains(type.Namespace))
            .Where(type =>
                type.Name.EndsWith("Rules", StringComparison.Ordinal) || type.Name.EndsWith("Recordings", StringComparison.Ordinal)
            );
        var sources = RuleCatalogue
            .ClusterSources.Select(source => source.Method.DeclaringType!)
            .Concat(RuleCatalogue.ServiceSources.Select(source => source.Method.DeclaringType!));

        Assert.Equal(classes.Select(type => type.Name).Order(), sources.Select(type => type.Name).Order());
    }

    [Fact]
    public void EverySource_HasRulesInAStackThatDeploysEverything()
    {
        var plan = StackMonitoring.CreatePlan("prod");

        Assert.All(RuleCatalogue.ClusterSources, source => Assert.NotEmpty(source(plan)));
        Assert.All(RuleCatalogue.ServiceSources, source => Assert.NotEmpty(plan.Services.SelectMany(service => source(service, plan))));
    }
}
