using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Infra.Protocol.Values;

/// <summary>Formats values for messages.</summary>
internal static class PropertyText
{
    public static string Print(PropertyValue value)
    {
        var text = new StringBuilder();
        Print(text, value);
        return text.ToString();
    }

    public static string Print(PropertyMap map)
    {
        var text = new StringBuilder();
        Print(text, map);
        return text.ToString();
    }

    private static void Print(StringBuilder text, PropertyValue value)
    {
        _ = value switch
        {
            PropertyNull => text.Append("null"),
            PropertyBoolean boolean => text.Append(boolean.Value ? "true" : "false"),
            PropertyNumber number => text.Append(number.Value.ToString("R", CultureInfo.InvariantCulture)),
            PropertyString @string => text.Append(Quote(@string.Value)),
            PropertyArray array => Print(text, array),
            PropertyObject map => Print(text, map.Properties),
            PropertySecret or PropertyOutput { IsSecret: true } => text.Append("[secret]"),
            PropertyOutput { Value: { } known } => text.Append(Print(known)),
            PropertyUnknown or PropertyOutput => text.Append("[unknown]"),
            PropertyAsset asset => text.Append(CultureInfo.InvariantCulture, $"asset({asset.Path ?? asset.Uri ?? asset.Hash ?? "text"})"),
            PropertyArchive archive => text.Append(
                CultureInfo.InvariantCulture,
                $"archive({archive.Path ?? archive.Uri ?? archive.Hash ?? "assets"})"
            ),
            PropertyResourceReference reference => text.Append(CultureInfo.InvariantCulture, $"resource({reference.Urn})"),
            PropertyByteString bytes => text.Append(CultureInfo.InvariantCulture, $"bytes({bytes.Bytes.Length})"),
            _ => throw new NotSupportedException($"There is no text for a {value.GetType().Name}."),
        };
    }

    private static StringBuilder Print(StringBuilder text, PropertyArray array)
    {
        text.Append('[');
        for (var i = 0; i < array.Elements.Length; i++)
        {
            if (i > 0)
            {
                text.Append(", ");
            }

            Print(text, array.Elements[i]);
        }

        return text.Append(']');
    }

    private static StringBuilder Print(StringBuilder text, PropertyMap map)
    {
        text.Append('{');
        var isFirst = true;
        foreach (var (name, value) in map)
        {
            if (!isFirst)
            {
                text.Append(", ");
            }

            text.Append(Quote(name)).Append(": ");
            Print(text, value);
            isFirst = false;
        }

        return text.Append('}');
    }

    private static string Quote(string text) =>
        $"\"{JsonEncodedText.Encode(text, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";
}
