using System.Collections.Immutable;

namespace Infra.Protocol.Values;

/// <summary>
/// A value of a resource's property, as it travels on the wire and rests in the state: null, a boolean, a number, a string, an array, an
/// object, or one of Pulumi's own kinds (secret, unknown, output, asset, archive, reference to a resource, bytes). Values are immutable
/// and equal by content. Their text never shows a secret.
/// </summary>
public abstract record PropertyValue
{
    private protected PropertyValue()
    {
    }

    /// <summary>The null value.</summary>
    public static PropertyValue Null { get; } = new PropertyNull();

    /// <summary>Wraps a boolean.</summary>
    public static implicit operator PropertyValue(bool value) => new PropertyBoolean(value);

    /// <summary>Wraps a number.</summary>
    public static implicit operator PropertyValue(double value) => new PropertyNumber(value);

    /// <summary>Wraps a string.</summary>
    public static implicit operator PropertyValue(string value) => new PropertyString(value);

    /// <summary>Wraps a map.</summary>
    public static implicit operator PropertyValue(PropertyMap value) => new PropertyObject(value);

    /// <summary>An array of the given elements.</summary>
    public static PropertyValue Array(params ReadOnlySpan<PropertyValue> elements) => new PropertyArray([.. elements]);

    /// <summary>This value as a secret; a secret stays as it is.</summary>
    public PropertyValue MakeSecret() => this as PropertySecret ?? new PropertySecret(this);

    /// <summary>True if a secret stands anywhere in this value.</summary>
    public bool ContainsSecrets() => this switch
    {
        PropertySecret => true,
        PropertyOutput output => output.IsSecret || (output.Value?.ContainsSecrets() ?? false),
        PropertyArray array => array.Elements.Any(element => element.ContainsSecrets()),
        PropertyObject map => map.Properties.ContainsSecrets(),
        _ => false,
    };

    /// <summary>True if anything in this value is not known yet.</summary>
    public bool ContainsUnknowns() => this switch
    {
        PropertyUnknown => true,
        PropertyOutput output => output.Value?.ContainsUnknowns() ?? true,
        PropertySecret secret => secret.Value.ContainsUnknowns(),
        PropertyArray array => array.Elements.Any(element => element.ContainsUnknowns()),
        PropertyObject map => map.Properties.ContainsUnknowns(),
        _ => false,
    };

    /// <summary>This value without any wrapper of secrecy, at every depth. Outputs become their values, unknown ones <see cref="PropertyUnknown"/>.</summary>
    public PropertyValue RevealSecrets() => this switch
    {
        PropertySecret secret => secret.Value.RevealSecrets(),
        PropertyOutput output => output.Value?.RevealSecrets() ?? new PropertyUnknown(),
        PropertyArray array => new PropertyArray(ImmutableArray.CreateRange(array.Elements, element => element.RevealSecrets())),
        PropertyObject map => new PropertyObject(map.Properties.RevealSecrets()),
        _ => this,
    };

    /// <summary>The value in a form like JSON, for messages. Secrets and unknowns are only named.</summary>
    public sealed override string ToString() => PropertyText.Print(this);
}
