using Infra.Engine.Events;
using Infra.Engine.Resources;
using Infra.Protocol.Messages;
using Infra.Protocol.Values;

namespace Infra.Engine.Policies;

/// <summary>Between the engine's resources and the messages packs understand.</summary>
internal static class PolicyMessages
{
    // Packs may not understand all of Pulumi's kinds: what is sent is what Pulumi's own engine sends them.
    private static readonly StructConversion Conversion = new() { KeepSecrets = true, KeepUnknowns = true };

    public static AnalyzeRequest Write(ResourceState state) => new()
    {
        Urn = state.Urn.Value,
        Type = state.Type,
        Name = state.Urn.Name,
        Properties = StructConverter.ToStruct(state.Inputs, Conversion),
        Options = WriteOptions(state),
        Provider = WriteProvider(state),
    };

    public static AnalyzerResource WriteOutputs(ResourceState state)
    {
        var resource = new AnalyzerResource
        {
            Urn = state.Urn.Value,
            Type = state.Type,
            Name = state.Urn.Name,
            Properties = StructConverter.ToStruct(state.Outputs, Conversion),
            Options = WriteOptions(state),
            Provider = WriteProvider(state),
            Parent = state.Parent.Value ?? "",
        };
        resource.Dependencies.AddRange(state.Dependencies.Select(urn => urn.Value));
        foreach (var (property, urns) in (state.PropertyDependencies ?? new Dictionary<string, IReadOnlyList<Urn>>()).Where(entry => entry.Value.Count > 0))
        {
            resource.PropertyDependencies[property] = new AnalyzerPropertyDependencies { Urns = { urns.Select(urn => urn.Value) } };
        }

        return resource;
    }

    public static PropertyMap ReadProperties(Remediation remediation) => StructConverter.FromStruct(remediation.Properties, StructConversion.Resource);

    public static PolicyLevel Read(EnforcementLevel level) => level switch
    {
        EnforcementLevel.Mandatory => PolicyLevel.Mandatory,
        EnforcementLevel.Remediate => PolicyLevel.Remediate,
        EnforcementLevel.Disabled => PolicyLevel.Disabled,
        _ => PolicyLevel.Advisory,
    };

    public static PolicySeverity Read(Protocol.Messages.PolicySeverity severity) => severity switch
    {
        Protocol.Messages.PolicySeverity.Low => PolicySeverity.Low,
        Protocol.Messages.PolicySeverity.Medium => PolicySeverity.Medium,
        Protocol.Messages.PolicySeverity.High => PolicySeverity.High,
        Protocol.Messages.PolicySeverity.Critical => PolicySeverity.Critical,
        _ => PolicySeverity.Unspecified,
    };

    public static PolicyViolationEvent Read(AnalyzerInfo pack, AnalyzeDiagnostic diagnostic, Urn about)
    {
        var policy = pack.Policies.FirstOrDefault(policy => policy.Name == diagnostic.PolicyName);
        return new PolicyViolationEvent
        {
            Urn = diagnostic.Urn.Length > 0 ? new Urn(diagnostic.Urn) : about,
            Pack = pack.Name,
            PackVersion = pack.Version,
            Policy = diagnostic.PolicyName,
            Message = diagnostic.Message,

            // What was to be remediated and still is not right must not pass.
            Level = diagnostic.EnforcementLevel == EnforcementLevel.Remediate ? PolicyLevel.Mandatory : Read(diagnostic.EnforcementLevel),
            Severity = Read(diagnostic.Severity != Protocol.Messages.PolicySeverity.Unspecified ? diagnostic.Severity : policy?.Severity ?? default),
        };
    }

    private static AnalyzerResourceOptions WriteOptions(ResourceState state)
    {
        var options = new AnalyzerResourceOptions { Protect = state.Protect, Parent = state.Parent.Value ?? "" };
        options.IgnoreChanges.AddRange(state.IgnoreChanges.Select(path => path.ToString()));
        options.AdditionalSecretOutputs.AddRange(state.AdditionalSecretOutputs);
        options.Aliases.AddRange(state.Aliases.Select(alias => alias.Value));
        if (state.CustomTimeouts is { } timeouts)
        {
            options.CustomTimeouts = new AnalyzerResourceOptions.Types.CustomTimeouts
            {
                Create = timeouts.Create?.TotalSeconds ?? 0,
                Update = timeouts.Update?.TotalSeconds ?? 0,
                Delete = timeouts.Delete?.TotalSeconds ?? 0,
            };
        }

        return options;
    }

    private static AnalyzerProviderResource? WriteProvider(ResourceState state) => state.Provider is { } provider
        ? new AnalyzerProviderResource { Urn = provider.Urn.Value, Type = provider.Urn.Type, Name = provider.Urn.Name }
        : null;
}
