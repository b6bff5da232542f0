using Infra.Engine.Events;
using Infra.Engine.Resources;
using Infra.Protocol.Messages;
using Infra.Protocol.Values;
using PolicySeverity = Infra.Engine.Events.PolicySeverity;

namespace Infra.Engine.Policies;

/// <summary>Converts between the engine's resources and the wire messages of policy packs.</summary>
internal static class PolicyMessages
{
    // The same kinds of values that Pulumi's own engine sends to packs, which may not support others.
    private static readonly StructConversion Conversion = new() { KeepSecrets = true, KeepUnknowns = true };

    /// <summary>Writes the inputs of a resource.</summary>
    /// <param name="subject">The resource to write.</param>
    /// <param name="keepInternal">True for a remediation, whose result replaces the inputs: provider-internal properties must survive
    /// it.</param>
    public static AnalyzeRequest Write(PolicySubject subject, bool keepInternal = false) =>
        new()
        {
            Urn = subject.State.Urn.Value,
            Type = subject.State.Type,
            Name = subject.State.Urn.Name,
            Properties = StructConverter.ToStruct(keepInternal ? subject.State.Inputs : WithoutInternal(subject.State.Inputs), Conversion),
            Options = WriteOptions(subject),
            Provider = WriteProvider(subject),
        };

    public static AnalyzerResource WriteOutputs(PolicySubject subject)
    {
        var state = subject.State;
        var resource = new AnalyzerResource
        {
            Urn = state.Urn.Value,
            Type = state.Type,
            Name = state.Urn.Name,
            Properties = StructConverter.ToStruct(WithoutInternal(state.Outputs), Conversion),
            Options = WriteOptions(subject),
            Provider = WriteProvider(subject),
            Parent = state.Parent.Value ?? "",
        };
        resource.Dependencies.AddRange(state.Dependencies.Select(urn => urn.Value));
        var propertyDependencies = state.PropertyDependencies ?? new Dictionary<string, IReadOnlyList<Urn>>();
        foreach (var (property, urns) in propertyDependencies.Where(entry => entry.Value.Count > 0))
        {
            resource.PropertyDependencies[property] = new AnalyzerPropertyDependencies { Urns = { urns.Select(urn => urn.Value) } };
        }

        return resource;
    }

    public static PropertyMap ReadProperties(Remediation remediation) =>
        StructConverter.FromStruct(remediation.Properties, StructConversion.Resource);

    public static PolicyLevel Read(EnforcementLevel level) =>
        level switch
        {
            EnforcementLevel.Mandatory => PolicyLevel.Mandatory,
            EnforcementLevel.Remediate => PolicyLevel.Remediate,
            EnforcementLevel.Disabled => PolicyLevel.Disabled,
            _ => PolicyLevel.Advisory,
        };

    public static PolicySeverity Read(Protocol.Messages.PolicySeverity severity) =>
        severity switch
        {
            Protocol.Messages.PolicySeverity.Low => PolicySeverity.Low,
            Protocol.Messages.PolicySeverity.Medium => PolicySeverity.Medium,
            Protocol.Messages.PolicySeverity.High => PolicySeverity.High,
            Protocol.Messages.PolicySeverity.Critical => PolicySeverity.Critical,
            _ => PolicySeverity.Unspecified,
        };

    /// <summary>
    /// Reads a failed remediation. It is advisory: the resource stays as it is, and the analysis decides whether that is allowed.
    /// </summary>
    public static PolicyViolationEvent ReadFailure(AnalyzerInfo pack, Remediation remediation, Urn subject) =>
        new()
        {
            Urn = subject,
            Pack = pack.Name,
            PackVersion = pack.Version,
            Policy = remediation.PolicyName,
            Message = remediation.Diagnostic,
            Level = PolicyLevel.Advisory,
            Severity = PolicySeverity.Unspecified,
        };

    public static PolicyViolationEvent Read(AnalyzerInfo pack, AnalyzeDiagnostic diagnostic, Urn subject)
    {
        var policy = pack.Policies.FirstOrDefault(policy => policy.Name == diagnostic.PolicyName);
        return new PolicyViolationEvent
        {
            Urn = subject,
            Pack = pack.Name,
            PackVersion = pack.Version,
            Policy = diagnostic.PolicyName,
            Message = diagnostic.Message,

            // A violation that remains after remediation is mandatory.
            Level = diagnostic.EnforcementLevel == EnforcementLevel.Remediate ? PolicyLevel.Mandatory : Read(diagnostic.EnforcementLevel),
            Severity = Read(
                diagnostic.Severity != Protocol.Messages.PolicySeverity.Unspecified ? diagnostic.Severity : policy?.Severity ?? default
            ),
        };
    }

    private static PropertyMap WithoutInternal(PropertyMap properties) =>
        properties.Where((key, _) => !key.StartsWith("__", StringComparison.Ordinal));

    private static AnalyzerResourceOptions WriteOptions(PolicySubject subject)
    {
        var state = subject.State;
        var options = new AnalyzerResourceOptions
        {
            Protect = state.Protect,
            Parent = state.Parent.Value ?? "",
            DeleteBeforeReplace = subject.DeleteBeforeReplace ?? false,
            DeleteBeforeReplaceDefined = subject.DeleteBeforeReplace is not null,
        };
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

    private static AnalyzerProviderResource? WriteProvider(PolicySubject subject) =>
        subject.State.Provider is { } provider
            ? new AnalyzerProviderResource
            {
                Urn = provider.Urn.Value,
                Type = provider.Urn.Type,
                Name = provider.Urn.Name,
                Properties = StructConverter.ToStruct(WithoutInternal(subject.Provider?.Inputs ?? PropertyMap.Empty), Conversion),
            }
            : null;
}
