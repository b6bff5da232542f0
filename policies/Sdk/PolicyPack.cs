using System.Collections.Frozen;
using System.Collections.Immutable;
using Infra.Policies.Sdk.Configuration;
using Infra.Policies.Sdk.Exemptions;
using Infra.Policies.Sdk.Wire;

namespace Infra.Policies.Sdk;

/// <summary>Policies that are delivered, configured and run together.</summary>
internal sealed class PolicyPack
{
    private readonly FrozenDictionary<string, Policy> _byName;

    /// <summary>Puts a pack together. The policy of exemptions is added to those given.</summary>
    /// <exception cref="ArgumentException">Two policies share a name, or one has a name or setting that Pulumi reserves.</exception>
    public PolicyPack(string name, string version, IEnumerable<Policy> policies, TimeProvider? time = null)
    {
        (Name, Version, Time) = (name, version, time ?? TimeProvider.System);
        Policies = [.. policies.Append(new ExemptionPolicy(Time)).OrderBy(policy => policy.Name, StringComparer.Ordinal)];
        for (var i = 0; i < Policies.Length; i++)
        {
            if (Policies[i].Name == ConfigurationLayer.All)
                throw new ArgumentException($"A policy may not be called '{ConfigurationLayer.All}': the name stands for every policy.", nameof(policies));
            if (i > 0 && Policies[i].Name == Policies[i - 1].Name)
                throw new ArgumentException($"Two policies are called '{Policies[i].Name}'.", nameof(policies));
        }

        _byName = Policies.ToFrozenDictionary(policy => policy.Name, StringComparer.Ordinal);
        ResourcePolicies = [.. Policies.OfType<ResourcePolicy>()];
        StackPolicies = [.. Policies.OfType<StackPolicy>()];
    }

    public string Name { get; }

    public string Version { get; }

    public string DisplayName { get; init; } = "";

    public string Description { get; init; } = "";

    /// <summary>The provider whose resources the pack is about; empty if it is about those of several.</summary>
    public string Provider { get; init; } = "";

    /// <summary>The level of policies that have none of their own.</summary>
    public EnforcementLevel Level { get; init; } = EnforcementLevel.Mandatory;

    /// <summary>The profile of stacks that do not choose.</summary>
    public Profile Profile { get; init; } = Profile.Production;

    /// <summary>All policies, by name.</summary>
    public ImmutableArray<Policy> Policies { get; }

    public ImmutableArray<ResourcePolicy> ResourcePolicies { get; }

    public ImmutableArray<StackPolicy> StackPolicies { get; }

    /// <summary>The clock that decides what has expired.</summary>
    public TimeProvider Time { get; }

    /// <summary>
    /// Serves a pack to an engine until the engine cancels it: writes the port, alone, as the first line of the output, then answers
    /// the calls of Pulumi's Analyzer service.
    /// </summary>
    /// <param name="args">The program's arguments: the engine's address, which the pack does not need, may be the first.</param>
    /// <param name="create">Makes the pack.</param>
    /// <param name="output">The standard output.</param>
    /// <param name="cancellationToken">Ends the service too.</param>
    /// <returns>The process's exit code.</returns>
    public static async Task<int> RunAsync(
        IReadOnlyList<string> args, Func<PolicyPack> create, TextWriter? output = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(args);
        await using var service = new AnalyzerService(create());
        await service.StartAsync(cancellationToken).ConfigureAwait(false);
        output ??= Console.Out;
        await output.WriteLineAsync(service.Port.ToString(System.Globalization.CultureInfo.InvariantCulture)).ConfigureAwait(false);
        await output.FlushAsync(cancellationToken).ConfigureAwait(false);
        await service.WaitForShutdownAsync(cancellationToken).ConfigureAwait(false);
        return 0;
    }

    public bool Has(string name) => _byName.ContainsKey(name);

    /// <summary>The policy of a name; null if there is none.</summary>
    public Policy? Find(string name) => _byName.GetValueOrDefault(name);
}
