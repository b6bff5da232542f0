using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Infra.Backend.Planning.K3s;

/// <summary>Writes K3s' flags as its <c>config.yaml</c>, in which they are called as on the command line.</summary>
internal sealed class K3sConfigFile
{
    private readonly StringBuilder _text = new();

    public K3sConfigFile Add(string flag, string? value)
    {
        if (value is not null)
        {
            _text.Append(CultureInfo.InvariantCulture, $"{flag}: {Quote(value)}\n");
        }

        return this;
    }

    public K3sConfigFile Add(string flag, bool isSet)
    {
        if (isSet)
        {
            _text.Append(CultureInfo.InvariantCulture, $"{flag}: true\n");
        }

        return this;
    }

    public K3sConfigFile Add(string flag, IEnumerable<string> values)
    {
        string[] all = [.. values.Distinct(StringComparer.Ordinal)];
        if (all.Length > 0)
        {
            _text.Append(CultureInfo.InvariantCulture, $"{flag}:\n");
            foreach (var value in all)
            {
                _text.Append(CultureInfo.InvariantCulture, $"  - {Quote(value)}\n");
            }
        }

        return this;
    }

    public override string ToString() => _text.ToString();

    /// <summary>Writes a text in double quotes.</summary>
    public static string Quote(string text) => $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";
}
