using System.Collections.Immutable;
using Infra.Backend.Cluster;
using Infra.Backend.Explanations;
using Infra.Backend.Loading;
using Infra.Backend.Planning;
using Infra.Backend.Settings;
using Pulumi;

namespace Infra.Backend;

/// <summary>A backend: the services of the catalogue on each of the stack's clusters.</summary>
public sealed class BackendStack : Stack
{
    private const string ExplainVariable = "INFRA_EXPLAIN";

    /// <summary>Declares the stack that Pulumi's engine started the program for.</summary>
    public BackendStack()
        : this(AsRunError(LoadSettings))
    {
    }

    internal BackendStack(ProgramSettings program)
    {
        foreach (var warning in program.Loaded.Warnings)
        {
            Log.Warn(warning.ToString());
        }

        var locator = new KubeconfigLocator(program.Root, program.Stack, Environment.GetEnvironmentVariable, File.Exists);
        var plans = ClusterPlan.Create(program.Loaded.Settings, program.Stack);
        ImmutableArray<ClusterBackend> backends = [.. plans.Select(plan => new ClusterBackend(plan, locator))];

        Explanations = Output.Create(Explain(Environment.GetEnvironmentVariable(ExplainVariable), program.Loaded, plans));
        Namespace = backends[0].Namespace;
        Addresses = Output.Create(backends
            .SelectMany(backend => backend.Addresses)
            .Distinct()
            .ToImmutableDictionary(StringComparer.Ordinal));
        Hosts = Output.Create(backends
            .SelectMany(backend => backend.Hosts)
            .Select(host => host.Host)
            .Distinct(StringComparer.Ordinal)
            .ToImmutableArray());
        Dns = DnsRecords.Create(backends);
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

    /// <summary>The decisions about the service that <c>INFRA_EXPLAIN</c> names; null if it is not set.</summary>
    [Output("explanations")]
    public Output<ImmutableArray<ImmutableDictionary<string, string>>?> Explanations { get; private set; }

    /// <summary>The host names that lead to services from outside.</summary>
    [Output("hosts")]
    public Output<ImmutableArray<string>> Hosts { get; private set; }

    private static ImmutableArray<ImmutableDictionary<string, string>>? Explain(
        string? service, LoadedSettings loaded, ImmutableArray<ClusterPlan> plans) =>
        string.IsNullOrEmpty(service) ? null : AsRunError(() => StackExplainer.Explain(service, loaded, plans))
            .Select(decision => ImmutableDictionary.CreateRange(
            [
                KeyValuePair.Create("setting", decision.Setting),
                KeyValuePair.Create("value", decision.Value),
                KeyValuePair.Create("reason", decision.Reason),
                KeyValuePair.Create("place", decision.Place),
            ])).ToImmutableArray();

    private static ProgramSettings LoadSettings() =>
        ProgramSettings.Load(ProgramEnvironment.FromVariables(Environment.GetEnvironmentVariable, Directory.GetCurrentDirectory()));

    /// <summary>Pulumi shows the message of a <see cref="RunException"/> without a stack trace.</summary>
    private static T AsRunError<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (ProgramException error)
        {
            throw new RunException(error.Message);
        }
    }
}
