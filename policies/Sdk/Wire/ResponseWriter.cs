using System.Text.Json.Nodes;
using Google.Protobuf.WellKnownTypes;
using Infra.Policies.Sdk.Configuration;
using Infra.Policies.Sdk.Running;
using Infra.Protocol.Messages;
using Infra.Protocol.Values;

namespace Infra.Policies.Sdk.Wire;

/// <summary>From what policies say to the wire's messages.</summary>
internal static class ResponseWriter
{
    public static AnalyzeResponse Write(PolicyPack pack, IEnumerable<Verdict> verdicts, IEnumerable<NotApplicable> notApplicable)
    {
        var response = new AnalyzeResponse();
        response.NotApplicable.AddRange(notApplicable.Select(skipped => new PolicyNotApplicable { PolicyName = skipped.Policy.Name, Reason = skipped.Reason }));
        response.Diagnostics.AddRange(verdicts.Select(verdict => new AnalyzeDiagnostic
        {
            PolicyName = verdict.Policy.Name,
            PolicyPackName = pack.Name,
            PolicyPackVersion = pack.Version,
            Description = verdict.Policy.About.Summary,
            Message = verdict.Message,
            EnforcementLevel = Write(verdict.Level),
            Urn = verdict.Finding.Urn,
            Severity = Write(verdict.Policy.About.Severity),
        }));
        return response;
    }

    public static RemediateResponse Write(PolicyPack pack, IEnumerable<RemediationResult> results)
    {
        var response = new RemediateResponse();
        response.Remediations.AddRange(results.Select(result => new Remediation
        {
            PolicyName = result.Policy.Name,
            PolicyPackName = pack.Name,
            PolicyPackVersion = pack.Version,
            Description = result.Policy.About.Summary,
            Properties = result.Properties is { } properties ? StructConverter.ToStruct(properties, StructConversion.Lossless) : null,
            Diagnostic = result.Failure ?? "",
        }));
        return response;
    }

    /// <summary>All there is to know about a pack, its policies at the levels they have before the engine configures them.</summary>
    public static AnalyzerInfo Write(PolicyPack pack, PackConfiguration configuration, ConfigurationLayer stackLayer)
    {
        var info = new AnalyzerInfo
        {
            Name = pack.Name,
            DisplayName = pack.DisplayName,
            Version = pack.Version,
            Description = pack.Description,
            Provider = pack.Provider,
            SupportsConfig = true,
        };
        info.Policies.AddRange(pack.Policies.Select(policy => Write(policy, configuration.LevelOf(policy))));
        foreach (var (name, wanted) in stackLayer.Policies)
        {
            if (pack.Find(name) is { } policy)
                info.InitialConfig[name] = new PolicyConfig { EnforcementLevel = Write(configuration.LevelOf(policy)), Properties = ToStruct(wanted.Settings) };
        }

        return info;
    }

    private static PolicyInfo Write(Policy policy, EnforcementLevel level)
    {
        var about = policy.About;
        var info = new PolicyInfo
        {
            Name = about.Name,
            DisplayName = about.Name,
            Description = about.Summary,
            Message = about.Remedy,
            EnforcementLevel = Write(level),
            PolicyType = policy is StackPolicy ? PolicyType.Stack : PolicyType.Resource,
            Severity = Write(about.Severity),
            RemediationSteps = about.Remedy,
            ConfigSchema = policy.Settings is { } settings ? Write(settings.Schema) : null,
            Tags = { $"profile:{about.Profile.ToString().ToLowerInvariant()}", $"area:{policy.Area}" },
        };
        if (policy is IRemediation)
            info.Tags.Add("remediation");
        info.Tags.AddRange(about.Standards.Select(standard => $"standard:{standard}"));
        if (about.Standards is [var closest, ..])
        {
            info.Url = closest.Reference.ToString();
            info.Framework = new PolicyComplianceFramework
            {
                Name = closest.Name,
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
            result.Required.AddRange(required.Select(name => name!.GetValue<string>()));
        return result;
    }

    private static Struct ToStruct(JsonObject json) => Struct.Parser.ParseJson(json.ToJsonString());

    private static Protocol.Messages.EnforcementLevel Write(EnforcementLevel level) => level switch
    {
        EnforcementLevel.Advisory => Protocol.Messages.EnforcementLevel.Advisory,
        EnforcementLevel.Mandatory => Protocol.Messages.EnforcementLevel.Mandatory,
        EnforcementLevel.Remediate => Protocol.Messages.EnforcementLevel.Remediate,
        _ => Protocol.Messages.EnforcementLevel.Disabled,
    };

    private static PolicySeverity Write(Severity severity) => severity switch
    {
        Severity.Critical => PolicySeverity.Critical,
        Severity.High => PolicySeverity.High,
        Severity.Medium => PolicySeverity.Medium,
        _ => PolicySeverity.Low,
    };
}
