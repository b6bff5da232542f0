using System.Text.Json.Nodes;
using Google.Protobuf.WellKnownTypes;
using Infra.PolicyPacks.Configuration;
using Infra.PolicyPacks.Running;
using Infra.Protocol.Messages;
using Infra.Protocol.Values;

namespace Infra.PolicyPacks.Wire;

/// <summary>Converts the results of policies to wire messages.</summary>
internal static class ResponseWriter
{
    public static AnalyzeResponse Write(
        PolicyCatalog catalog,
        IEnumerable<EnforcedDiagnostic> diagnostics,
        IEnumerable<NotApplicable> notApplicable
    )
    {
        var response = new AnalyzeResponse();
        response.NotApplicable.AddRange(
            notApplicable.Select(skipped => new PolicyNotApplicable { PolicyName = skipped.Policy.Name, Reason = skipped.Reason })
        );
        response.Diagnostics.AddRange(
            diagnostics.Select(diagnostic => new AnalyzeDiagnostic
            {
                PolicyName = diagnostic.Policy.Name,
                PolicyPackName = catalog.Pack.Name,
                PolicyPackVersion = catalog.Pack.Version,
                Description = diagnostic.Policy.Details.Description,
                Message = diagnostic.Message,
                EnforcementLevel = Write(diagnostic.Level),
                Urn = diagnostic.Diagnostic.Urn,
                Severity = Write(diagnostic.Policy.Details.Severity),
            })
        );
        return response;
    }

    public static RemediateResponse Write(PolicyCatalog catalog, IEnumerable<RemediationResult> results)
    {
        var response = new RemediateResponse();
        response.Remediations.AddRange(
            results.Select(result => new Remediation
            {
                PolicyName = result.Policy.Name,
                PolicyPackName = catalog.Pack.Name,
                PolicyPackVersion = catalog.Pack.Version,
                Description = result.Policy.Details.Description,
                Properties = result.Properties is { } properties ? StructConverter.ToStruct(properties, StructConversion.Lossless) : null,
                Diagnostic = result.Failure ?? "",
            })
        );
        return response;
    }

    /// <summary>Describes the pack and its policies, with the levels they have before the engine configures them.</summary>
    public static AnalyzerInfo Write(PolicyCatalog catalog, PackConfiguration configuration, ConfigurationLayer stackLayer)
    {
        var pack = catalog.Pack;
        var info = new AnalyzerInfo
        {
            Name = pack.Name,
            DisplayName = pack.DisplayName,
            Version = pack.Version,
            Description = pack.Description,
            Provider = pack.Provider,
            SupportsConfig = true,
        };
        info.Policies.AddRange(catalog.Policies.Select(policy => Write(policy, configuration.GetLevel(policy))));
        foreach (var (name, configured) in stackLayer.Policies)
        {
            if (catalog.Find(name) is { } policy)
            {
                info.InitialConfig[name] = new PolicyConfig
                {
                    EnforcementLevel = Write(configuration.GetLevel(policy)),
                    Properties = ToStruct(configured.Settings),
                };
            }
        }

        return info;
    }

    private static PolicyInfo Write(Policy policy, EnforcementLevel level)
    {
        var details = policy.Details;
        var info = new PolicyInfo
        {
            Name = details.Name,
            DisplayName = details.Name,
            Description = details.Description,
            Message = details.RemediationSteps,
            EnforcementLevel = Write(level),
            PolicyType = policy is StackPolicy ? PolicyType.Stack : PolicyType.Resource,
            Severity = Write(details.Severity),
            RemediationSteps = details.RemediationSteps,
            ConfigSchema = policy.Settings is { } settings ? Write(settings.Schema) : null,
        };
        if (details.Profile is { } profile)
        {
            info.Tags.Add($"profile:{profile.Name}");
        }

        info.Tags.Add($"area:{policy.Area}");
        if (policy is IRemediation)
        {
            info.Tags.Add("remediation");
        }

        info.Tags.AddRange(details.Controls.Select(control => $"standard:{control}"));
        if (details.Controls is [var closest, ..])
        {
            info.Url = closest.Reference.ToString();
            info.Framework = new PolicyComplianceFramework
            {
                Name = closest.Framework,
                Version = closest.Version,
                Reference = closest.Reference.ToString(),
                Specification = closest.Control,
            };
        }

        return info;
    }

    private static PolicyConfigSchema Write(JsonObject schema)
    {
        var result = new PolicyConfigSchema { Properties = ToStruct(schema["properties"]!.AsObject()) };
        if (schema["required"] is JsonArray required)
        {
            result.Required.AddRange(required.Select(name => name!.GetValue<string>()));
        }

        return result;
    }

    private static Struct ToStruct(JsonObject json) => Struct.Parser.ParseJson(json.ToJsonString());

    private static Protocol.Messages.EnforcementLevel Write(EnforcementLevel level) =>
        level switch
        {
            EnforcementLevel.Advisory => Protocol.Messages.EnforcementLevel.Advisory,
            EnforcementLevel.Mandatory => Protocol.Messages.EnforcementLevel.Mandatory,
            EnforcementLevel.Remediate => Protocol.Messages.EnforcementLevel.Remediate,
            _ => Protocol.Messages.EnforcementLevel.Disabled,
        };

    private static PolicySeverity Write(Severity severity) =>
        severity switch
        {
            Severity.Critical => PolicySeverity.Critical,
            Severity.High => PolicySeverity.High,
            Severity.Medium => PolicySeverity.Medium,
            _ => PolicySeverity.Low,
        };
}
