using System.Collections.Immutable;
using System.Globalization;
using Infra.Protocol.Values;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Infra.Policies.Tests.Support;

/// <summary>Parses manifests into property values. The tags <c>!secret</c> and <c>!unknown</c> create secret and unknown values.</summary>
internal static class YamlText
{
    public static IEnumerable<PropertyMap> Documents(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return stream.Documents.Select(document => document.RootNode).OfType<YamlMappingNode>().Select(ToMap).ToArray();
    }

    private static PropertyMap ToMap(YamlMappingNode map) =>
        PropertyMap.From(map.Children.Select(child => KeyValuePair.Create(((YamlScalarNode)child.Key).Value!, ToValue(child.Value))));

    private static PropertyValue ToValue(YamlNode node)
    {
        var tag = node.Tag.IsEmpty ? "" : node.Tag.Value;
        if (tag == "!unknown")
        {
            return new PropertyUnknown();
        }

        PropertyValue value = node switch
        {
            YamlMappingNode map => ToMap(map),
            YamlSequenceNode list => new PropertyArray([.. list.Children.Select(ToValue)]),
            YamlScalarNode scalar => ToScalar(scalar),
            _ => throw new NotSupportedException($"{node.GetType().Name} in a manifest"),
        };
        return tag == "!secret" ? new PropertySecret(value) : value;
    }

    private static PropertyValue ToScalar(YamlScalarNode scalar) =>
        (scalar.Style, scalar.Value) switch
        {
            (not ScalarStyle.Plain, var text) => text ?? "",
            (_, null or "" or "null" or "~") => PropertyValue.Null,
            (_, "true") => true,
            (_, "false") => false,
            (_, var text) when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
            (_, var text) => text,
        };
}
