using Google.Protobuf;
using Infra.Protocol.Values;
using Wire = Infra.Protocol.Messages.Providers;

namespace Infra.Engine.Providers.Plugins;

/// <summary>Writes the configuration of a plugin: once typed, and once as the texts that older plugins read.</summary>
internal static class PluginConfiguration
{
    private static readonly StructConversion Typed = new() { KeepSecrets = true, KeepResources = true };

    public static Wire.ConfigureRequest Write(ConfigureRequest request, string package)
    {
        var call = new Wire.ConfigureRequest
        {
            Args = StructConverter.ToStruct(request.Inputs, Typed),
            AcceptSecrets = true,
            AcceptResources = true,
            SendsOldInputs = true,
            SendsOldInputsToDelete = true,
            Id = request.Id,
            Urn = request.Urn.Value,
            Name = request.Urn.Name,
            Type = request.Urn.Type,
        };
        foreach (var (name, value) in request.Inputs)
        {
            call.Variables[$"{package}:config:{name}"] = ToText(value.RevealSecrets());
        }

        return call;
    }

    private static string ToText(PropertyValue value) =>
        value is PropertyString { Value: var text }
            ? text
            : JsonFormatter.Default.Format(StructConverter.ToValue(value, StructConversion.Lossless));
}
