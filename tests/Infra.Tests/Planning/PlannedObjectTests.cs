using CsCheck;
using Infra.Backend.Loading;
using Infra.Backend.Planning;
using Infra.Backend.Settings.Binding;
using Infra.Tests.Settings;
using Pulumi.Testing;

namespace Infra.Tests.Planning;

/// <summary>The check of names compares the names of exactly those objects that the program registers.</summary>
public class PlannedObjectTests
{
    private static readonly Gen<string> Stacks =
        from backend in Gen.Int[0, GeneratedCatalogue.Backends.Length - 1]
        from seed in Gen.Int[0, int.MaxValue]
        select GeneratedCatalogue.Write(GeneratedCatalogue.Backends[backend], new Random(seed));

    [Fact]
    public async Task TheListedObjects_AreThoseThatAreRegistered_AndEachNameIsRegisteredOnce()
    {
        var accepted = 0;

        await Stacks.SampleAsync(
            async stack => Interlocked.Add(ref accepted, await AssertListIsComplete(stack) ? 1 : 0),
            iter: 60,
            threads: 2,
            print: stack => stack
        );

        Assert.InRange(accepted, 15, 60);
    }

    /// <summary>Asserts that the list is complete; false if the stack was refused because of names that collide.</summary>
    private static async Task<bool> AssertListIsComplete(string stack)
    {
        var sources = StackSources.Simulated(stack, "");
        LoadedSettings loaded;
        try
        {
            loaded = SettingsLoader.Load(sources);
        }
        catch (InvalidSettingsException refused)
        {
            Assert.All(refused.Errors, error =>
                Assert.Contains("already has one of that name", error.ToString(), StringComparison.Ordinal)
            );
            return false;
        }

        var plan = Assert.Single(ClusterPlan.Create(loaded.Settings, "dev"));
        var listed = PlannedObject.List(plan).Select(item => $"{item.Kind} {item.Name}");
        var registered = (await RecordedPlan.Create(sources))
            .KubernetesObjects()
            .Where(resource => IsIn(plan.System.Namespace, resource) && !IsOfGateway(resource))
            .Select(resource => $"{resource.Type![(resource.Type!.LastIndexOf(':') + 1)..]} {new Inputs(resource.Inputs)["metadata.name"]}")
            .ToArray();

        Assert.Equal(registered.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
        Assert.Equal(registered.Length, registered.Distinct(StringComparer.Ordinal).Count());
        return true;
    }

    private static bool IsIn(string space, MockResourceArgs resource) =>
        new Inputs(resource.Inputs)["metadata.namespace"] is string own && own == space;

    private static bool IsOfGateway(MockResourceArgs resource) => resource.Type!.Contains("gateway", StringComparison.Ordinal);
}
