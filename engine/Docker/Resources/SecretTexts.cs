using Infra.Protocol.Values;

namespace Infra.Engine.Docker.Resources;

/// <summary>Finds the texts of secrets in properties, for redaction.</summary>
internal static class SecretTexts
{
    public static IEnumerable<string> Find(PropertyMap properties) => Find(new PropertyObject(properties), isSecret: false);

    private static IEnumerable<string> Find(PropertyValue value, bool isSecret) =>
        value switch
        {
            PropertySecret secret => Find(secret.Value, true),
            PropertyOutput { Value: { } known } output => Find(known, isSecret || output.IsSecret),
            PropertyObject map => map.Properties.Values.SelectMany(inner => Find(inner, isSecret)),
            PropertyArray list => list.Elements.SelectMany(inner => Find(inner, isSecret)),
            PropertyString { Value.Length: > 0 } text when isSecret => [text.Value],
            _ => [],
        };
}
