using System.Collections.Immutable;
using Infra.Cluster;
using Infra.Explanations;
using Infra.Monitoring;
using Infra.Settings;
using Infra.Traffic;
using Infra.Workloads;
using Pulumi;

namespace Infra;

/// <summary>A whole backend: the services of the catalogue on one cluster, as the stack's settings want them.</summary>
public sealed class BackendStack : Stack
{
    /// <summary>Describes the stack that is being deployed.</summary>
    public BackendStack()
        : this(ProgramSettings.OfRunningStack())
    {
    }

    internal BackendStack(ProgramSettings program)
    {
        var settings = program.Loaded.Settings;
        foreach (var warning in program.Loaded.Warnings)
        {
            Log.Warn(warning.ToString());
        }

        var system = new SystemIdentity(settings.Name, program.Stack, settings.NamespaceOrDefault());
        var balancer = LoadBalancers.For(settings, system);
        var services = balancer.Arrange(ServicePlanner.Plan(settings, system));
        var cluster = TargetCluster.Of(settings.Cluster!, new KubeconfigLocator(program.Root, program.Stack, Environment.GetEnvironmentVariable, File.Exists));

        var home = new BackendNamespace(
            new BackendNamespaceArgs(system, settings.Sizes.GetValueOrDefault(ResourceSettings.DefaultSize), NamespaceQuota.For(services, settings.Quota)),
            new ComponentResourceOptions { Provider = cluster });

        NamespaceAccess.Grant(settings.Access, system, home.Name, cluster);
        var classes = PlacementClasses.Create(settings, system, cluster);
        var deployed = new Dictionary<string, BackendService>(StringComparer.Ordinal);
        foreach (var service in services)
        {
            var callees = service.Calls.Where(callee => deployed.ContainsKey(callee.Name)).Select(callee => deployed[callee.Name]);
            deployed[service.Name] = new BackendService(
                new BackendServiceArgs(service, home.Name, [.. callees]),
                new ComponentResourceOptions { Provider = cluster, DependsOn = classes });
        }

        balancer.Route(services, home.Name, cluster);
        MonitoringStack.Watch(settings, system, home.Name, cluster);

        Explanations = Output.Create(StackExplanations.Answer(Environment.GetEnvironmentVariable(StackExplanations.Variable), program.Loaded, services));
        Namespace = home.Name;
        Addresses = Output.Create(deployed.Values.Where(service => service.Address is not null).ToImmutableDictionary(service => service.Name, service => service.Address!));
        Hosts = Output.Create(services.SelectMany(service => service.Traffic?.Settings.Hosts ?? []).Distinct(StringComparer.Ordinal).ToImmutableArray());
    }

    /// <summary>Where everything is.</summary>
    [Output("namespace")]
    public Output<string> Namespace { get; private set; }

    /// <summary>The address of each service inside the cluster.</summary>
    [Output("addresses")]
    public Output<ImmutableDictionary<string, string>> Addresses { get; private set; }

    /// <summary>Where the decisions about a service come from; only in a run that is asked for them.</summary>
    [Output("explanations")]
    public Output<ImmutableArray<ImmutableDictionary<string, string>>?> Explanations { get; private set; }

    /// <summary>The host names the outside knows.</summary>
    [Output("hosts")]
    public Output<ImmutableArray<string>> Hosts { get; private set; }
}
