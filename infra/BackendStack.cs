using System.Collections.Immutable;
using Infra.Backend.Cluster;
using Infra.Backend.Cluster.K3s;
using Infra.Backend.Images;
using Infra.Backend.Loading;
using Infra.Backend.Settings;
using Pulumi;

namespace Infra.Backend;

/// <summary>A backend: the services of the catalogue on each of the stack's clusters.</summary>
public sealed class BackendStack : Stack
{
    /// <summary>Declares the stack that Pulumi's engine started the program for.</summary>
    public BackendStack()
        : this(LoadSettings()) { }

    private BackendStack(ProgramSettings program)
        : this(program, program.IsRendering ? null : new DotnetPublisher(program.Root)) { }

    internal BackendStack(ProgramSettings program, IProjectPublisher? publisher)
    {
        foreach (var warning in program.Loaded.Warnings)
        {
            Log.Warn(warning.ToString());
        }

        foreach (var plan in program.Loaded.Plans)
        {
            if (plan.UnbuiltImages is { Length: > 0 } images)
            {
                Log.Info($"Not built, since the simulated cluster pulls nothing: {string.Join(", ", images)}.");
            }
        }

        var locator = new TargetKubeconfigLocator(program.Root, program.Stack, Environment.GetEnvironmentVariable, File.Exists);
        var built = BuiltImages.Create(
            program.Loaded.Plans.SelectMany(plan => plan.Builds),
            program.Loaded.Settings.Images.Builds,
            new ProjectFolders(program.Root, program.Folder),
            publisher
        );
        var formerQuotas = QuotaOrder.ReadFormer(program.IsRendering);
        ImmutableArray<ClusterBackend> backends =
        [
            .. program.Loaded.Plans.Select(plan => new ClusterBackend(plan, locator, built, formerQuotas)),
        ];

        Namespace = backends[0].Namespace;
        Addresses = Output.Create(
            backends.SelectMany(backend => backend.Addresses).Distinct().ToImmutableDictionary(StringComparer.Ordinal)
        );
        Hosts = Output.Create(
            backends.SelectMany(backend => backend.Hosts).Select(host => host.Host).Distinct(StringComparer.Ordinal).ToImmutableArray()
        );
        Dns = DnsRecords.Create(backends);
        K3s = CreateRecords(backends);
        Builds = built.Records;
        Quota = ReadQuotas(backends);
    }

    /// <summary>The namespace of the services, in every cluster.</summary>
    [Output("namespace")]
    public Output<string> Namespace { get; private set; }

    /// <summary>The URL of each service inside its clusters.</summary>
    [Output("addresses")]
    public Output<ImmutableDictionary<string, string>> Addresses { get; private set; }

    /// <summary>
    /// For each host the clusters that answer for it, with address, region and weight; null if the stack has only one cluster.
    /// </summary>
    [Output("dns")]
    public Output<ImmutableDictionary<string, ImmutableArray<ImmutableDictionary<string, object?>>>?> Dns { get; private set; }

    /// <summary>
    /// The version, the name, the URL and the servers of each cluster of K3s that the stack creates; null if it creates none.
    /// </summary>
    [Output(DeployedCluster.OutputName)]
    public Output<ImmutableDictionary<string, ImmutableDictionary<string, object>>?> K3s { get; private set; }

    /// <summary>
    /// The images that the last update has built from .NET projects: for each its digest and a hash of its sources. Null if there are none.
    /// </summary>
    [Output(BuiltImages.OutputName)]
    public Output<ImmutableDictionary<string, ImmutableDictionary<string, string>>?> Builds { get; private set; }

    /// <summary>
    /// The limits of the services' namespace in each cluster, by which the next update orders its own. Empty where it has no quota.
    /// </summary>
    [Output(QuotaOrder.OutputName)]
    public Output<ImmutableDictionary<string, ImmutableDictionary<string, string>>> Quota { get; private set; }

    /// <summary>The host names that lead to services from outside.</summary>
    [Output("hosts")]
    public Output<ImmutableArray<string>> Hosts { get; private set; }

    /// <summary>After a failed update the cluster may have the former limits, so what it answers counts and not the plan.</summary>
    private static Output<ImmutableDictionary<string, ImmutableDictionary<string, string>>> ReadQuotas(
        ImmutableArray<ClusterBackend> backends
    ) =>
        Output
            .All(backends.Select(backend => backend.Quota.Apply(hard => KeyValuePair.Create(QuotaOrder.KeyOf(backend.Target.Key), hard))))
            .Apply(quotas => quotas.ToImmutableDictionary());

    private static Output<ImmutableDictionary<string, ImmutableDictionary<string, object>>?> CreateRecords(
        ImmutableArray<ClusterBackend> backends
    )
    {
        Output<KeyValuePair<string, ImmutableDictionary<string, object>>>[] records =
        [
            .. from backend in backends
            let record = backend.K3sRecord
            where record is not null
            select record.Apply(known => KeyValuePair.Create(backend.Target.Key ?? DeployedCluster.OnlyCluster, known)),
        ];
        return records.Length == 0
            ? Output.Create((ImmutableDictionary<string, ImmutableDictionary<string, object>>?)null)
            : Output
                .All(records)
                .Apply(known => (ImmutableDictionary<string, ImmutableDictionary<string, object>>?)known.ToImmutableDictionary());
    }

    /// <summary>Loads the settings. Pulumi shows the message of a <see cref="RunException"/> without a stack trace.</summary>
    private static ProgramSettings LoadSettings()
    {
        try
        {
            return ProgramSettings.Load(
                ProgramEnvironment.FromVariables(Environment.GetEnvironmentVariable, Directory.GetCurrentDirectory())
            );
        }
        catch (ProgramException error)
        {
            throw new RunException(error.Message);
        }
    }
}
