using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Infra.PolicyPacks.Configuration;
using Infra.Protocol.Grpc;
using Infra.Protocol.Messages;

namespace Infra.PolicyPacks.Wire;

/// <summary>Reads the configuration the engine sends.</summary>
internal static class ConfigurationReader
{
    public static ConfigurationLayer Read(ConfigureAnalyzerRequest request) =>
        new()
        {
            Policies = request.PolicyConfig.ToImmutableDictionary(
                entry => entry.Key,
                entry => new PolicyConfiguration(
                    ReadLevel(entry.Key, entry.Value.EnforcementLevel),
                    entry.Value.Properties is { } properties ? JsonNode.Parse(properties.ToString())!.AsObject() : []
                ),
                StringComparer.Ordinal
            ),
        };

    private static EnforcementLevel ReadLevel(string policy, Protocol.Messages.EnforcementLevel level) =>
        level switch
        {
            Protocol.Messages.EnforcementLevel.Advisory => EnforcementLevel.Advisory,
            Protocol.Messages.EnforcementLevel.Mandatory => EnforcementLevel.Mandatory,
            Protocol.Messages.EnforcementLevel.Disabled => EnforcementLevel.Disabled,
            Protocol.Messages.EnforcementLevel.Remediate => EnforcementLevel.Remediate,
            _ => throw new RpcException(StatusCode.InvalidArgument, $"{policy}: {(int)level} is not an enforcement level."),
        };
}
