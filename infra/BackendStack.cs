using System.Collections.Immutable;
using Infra.Backend.Cluster;
using Infra.Backend.Explanations;
using Infra.Backend.Settings;
using Pulumi;

namespace Infra.Backend;

/// <summary>A whole backend: the services of the catalogue on one cluster or several, as the stack's settings want them.</summary>
public sealed class BackendStack : Stack
{
    /// <summary>Describes the stack that is being deployed.</summary>
    public BackendStack()
        : this(ProgramSettings.OfRunningStack())
    {
    }

    internal BackendStack(ProgramSettings program)
    {
        foreach (var warning in program.Loaded.Warnings)
        {
            Log.Warn(warning.ToString());
        }

        var kubeconfigs = new KubeconfigLocator(program.Root, program.Stack, Environment.GetEnvironmentVariable, File.Exists);
        ImmutableArray<ClusterBackend> backends = [.. Landing.Of(program.Loaded.Settings, program.Stack).Select(landing => new ClusterBackend(landing, kubeconfigs))];

        Explanations = Output.Create(StackExplanations.Answer(Environment.GetEnvironmentVariable(StackExplanations.Variable), program.Loaded, backends));
        Namespace = backends[0].Namespace;
        Addresses = Output.Create(backends.SelectMany(backend => backend.Addresses).Distinct().ToImmutableDictionary(StringComparer.Ordinal));
        Hosts = Output.Create(backends.SelectMany(backend => backend.Hosts).Select(host => host.Host).Distinct(StringComparer.Ordinal).ToImmutableArray());
        Dns = DnsRecords.Of(backends);
    }

    /// <summary>Where everything is, in every cluster.</summary>
    [Output("namespace")]
    public Output<string> Namespace { get; private set; }

    /// <summary>The address of each service inside its clusters.</summary>
    [Output("addresses")]
    public Output<ImmutableDictionary<string, string>> Addresses { get; private set; }

    /// <summary>For each host the clusters that answer to it, with address, region and weight; only where there are several clusters.</summary>
    [Output("dns")]
    public Output<ImmutableDictionary<string, ImmutableArray<ImmutableDictionary<string, object?>>>?> Dns { get; private set; }

    /// <summary>Where the decisions about a service come from; only in a run that is asked for them.</summary>
    [Output("explanations")]
    public Output<ImmutableArray<ImmutableDictionary<string, string>>?> Explanations { get; private set; }

    /// <summary>The host names the outside knows.</summary>
    [Output("hosts")]
    public Output<ImmutableArray<string>> Hosts { get; private set; }
}
