using Google.Protobuf.WellKnownTypes;
using Infra.Engine.Errors;
using Infra.Protocol.Grpc;
using Infra.Protocol.Grpc.Methods;
using Infra.Protocol.Messages;

namespace Infra.Engine.Policies;

/// <summary>Sets up a policy pack: handshake, stack, description and configuration, in Pulumi's order.</summary>
internal sealed class PolicyPackSetup(GrpcChannel channel, PolicyPackReference reference, PolicyPackProject project, PolicyStack? stack)
{
    private const string All = "all";

    private readonly List<string> _problems = [];

    /// <summary>Sets up the pack.</summary>
    /// <returns>The pack's description, its policies with the configured enforcement levels.</returns>
    /// <exception cref="ConfigurationException">The configuration of the stack or the pack is invalid. Contains all problems.</exception>
    public async Task<AnalyzerInfo> RunAsync(string engineAddress, CancellationToken cancellationToken)
    {
        var handshake = new AnalyzerHandshakeRequest
        {
            EngineAddress = engineAddress,
            RootDirectory = project.Directory,
            ProgramDirectory = project.Directory,
        };
        await TolerateMissingAsync(channel.UnaryAsync(AnalyzerMethods.Handshake, handshake, cancellationToken: cancellationToken));
        if (stack is not null)
        {
            var configuring = channel.UnaryAsync(AnalyzerMethods.ConfigureStack, Write(stack), cancellationToken: cancellationToken);
            await CollectProblemsAsync(TolerateMissingAsync(configuring), problem =>
                stack.Locate(problem) ?? $"the policy pack {reference.Path} refuses the stack: {problem}"
            );
        }

        var info = await channel.UnaryAsync(AnalyzerMethods.GetAnalyzerInfo, new Empty(), cancellationToken: cancellationToken);
        info.Version = project.Version.Length > 0 ? project.Version : info.Version;
        info.Description = info.Description.Length > 0 ? info.Description : project.Description;

        var file = PolicyConfigFile.Read(reference.ConfigFile);
        _problems.AddRange(file.Problems);
        if (file.Policies.Count > 0 && !info.SupportsConfig)
        {
            _problems.Add(file.Locate($"the policy pack {info.Name} cannot be configured: remove its --policy-pack-config"));
        }

        var configuration = Reconcile(info, file);
        if (info.SupportsConfig && configuration.PolicyConfig.Count > 0)
        {
            await CollectProblemsAsync(
                channel.UnaryAsync(AnalyzerMethods.Configure, configuration, cancellationToken: cancellationToken),
                file.Locate
            );
        }

        if (_problems.Count > 0)
        {
            throw new ConfigurationException([.. _problems.Distinct(StringComparer.Ordinal)]);
        }

        foreach (var policy in info.Policies)
        {
            policy.EnforcementLevel = configuration.PolicyConfig[policy.Name].EnforcementLevel;
        }

        return info;
    }

    // On the wire a level is required: where the file has none, the policy's own is sent.
    private static ConfigureAnalyzerRequest Reconcile(AnalyzerInfo info, PolicyConfigFile file)
    {
        var request = new ConfigureAnalyzerRequest();
        var forAll = file.Policies.GetValueOrDefault(All).Level;
        foreach (var policy in info.Policies)
        {
            var initial = info.InitialConfig.GetValueOrDefault(policy.Name);
            request.PolicyConfig[policy.Name] = new PolicyConfig
            {
                EnforcementLevel = forAll ?? initial?.EnforcementLevel ?? policy.EnforcementLevel,
                Properties = Defaults(policy),
            };
            Set(request.PolicyConfig[policy.Name].Properties, initial?.Properties);
        }

        foreach (var (name, (level, settings)) in file.Policies.Where(entry => entry.Key != All))
        {
            if (!request.PolicyConfig.TryGetValue(name, out var config))
            {
                // A policy the pack does not have: it reports the unknown name.
                request.PolicyConfig[name] = config = new PolicyConfig { Properties = new Struct() };
            }

            config.EnforcementLevel = level ?? config.EnforcementLevel;
            Set(config.Properties, settings);
        }

        return request;
    }

    private static Struct Defaults(PolicyInfo policy)
    {
        var defaults = new Struct();
        foreach (var (name, schema) in policy.ConfigSchema?.Properties?.Fields ?? [])
        {
            if (schema.StructValue?.Fields.TryGetValue("default", out var value) == true)
            {
                defaults.Fields[name] = value.Clone();
            }
        }

        return defaults;
    }

    private static void Set(Struct properties, Struct? others)
    {
        foreach (var (name, value) in others?.Fields ?? [])
        {
            properties.Fields[name] = value.Clone();
        }
    }

    private static AnalyzerStackConfigureRequest Write(PolicyStack stack)
    {
        var request = new AnalyzerStackConfigureRequest
        {
            Stack = stack.Stack,
            Project = stack.Project,
            Organization = "organization",
            DryRun = stack.IsPreview,
        };
        request.ConfigSecretKeys.AddRange(stack.ConfigSecretKeys);
        foreach (var (key, value) in stack.Config)
        {
            request.Config.Add(key, value);
        }

        return request;
    }

    private static async Task TolerateMissingAsync(Task call)
    {
        try
        {
            await call;
        }
        catch (RpcException error) when (error.StatusCode == StatusCode.Unimplemented)
        {
            // Older packs do not implement the call.
        }
    }

    /// <summary>Collects the problems a pack reports: the indented lines of its error message, or else the whole message.</summary>
    private async Task CollectProblemsAsync(Task call, Func<string, string> locate)
    {
        try
        {
            await call;
        }
        catch (RpcException error) when (error.StatusCode is not (StatusCode.Unavailable or StatusCode.Cancelled))
        {
            string[] problems =
            [
                .. error.Detail.Split('\n').Where(line => line.StartsWith("  ", StringComparison.Ordinal)).Select(line => line.Trim()),
            ];
            _problems.AddRange((problems.Length > 0 ? problems : [error.Detail]).Select(locate));
        }
    }
}
