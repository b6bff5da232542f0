using System.Globalization;
using Infra.Protocol.Values;

namespace Infra.PolicyPacks;

/// <summary>Redacts the secrets of a resource in messages.</summary>
internal sealed class Redaction
{
    private const string Mark = "[secret]";

    private readonly Func<PropertyMap>? _properties;
    private string[]? _secrets;

    private Redaction(Func<PropertyMap>? properties) => _properties = properties;

    /// <summary>Leaves messages unchanged: for resources without secrets.</summary>
    public static Redaction None { get; } = new(null);

    /// <summary>Redacts the secrets of one resource, which are collected with the first message.</summary>
    public static Redaction From(PropertyMap properties) => new(() => properties);

    public string Apply(string text)
    {
        if (_properties is null)
        {
            return text;
        }

        _secrets ??= Collect(_properties());
        foreach (var secret in _secrets)
        {
            text = text.Replace(secret, Mark, StringComparison.Ordinal);
        }

        return text;
    }

    // The longest first: a secret that contains another must not be redacted in part.
    private static string[] Collect(PropertyMap properties)
    {
        if (!properties.ContainsSecrets())
        {
            return [];
        }

        var secrets = new HashSet<string>(StringComparer.Ordinal);
        foreach (var value in properties.Values)
        {
            Collect(value, isSecret: false, secrets);
        }

        return [.. secrets.OrderByDescending(secret => secret.Length)];
    }

    private static void Collect(PropertyValue value, bool isSecret, HashSet<string> secrets)
    {
        switch (value)
        {
            case PropertySecret secret:
                Collect(secret.Value, isSecret: true, secrets);
                break;
            case PropertyOutput { Value: { } known } output:
                Collect(known, isSecret || output.IsSecret, secrets);
                break;
            case PropertyString { Value.Length: > 0 } text when isSecret:
                secrets.Add(text.Value);
                break;
            case PropertyNumber number when isSecret:
                secrets.Add(number.Value.ToString(CultureInfo.InvariantCulture));
                break;
            case PropertyArray array:
                foreach (var element in array.Elements)
                {
                    Collect(element, isSecret, secrets);
                }

                break;
            case PropertyObject map:
                foreach (var (name, child) in map.Properties)
                {
                    if (isSecret && name.Length > 0)
                    {
                        secrets.Add(name);
                    }

                    Collect(child, isSecret, secrets);
                }

                break;
        }
    }
}
