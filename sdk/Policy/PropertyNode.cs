using System.Globalization;
using Infra.Protocol.Values;

namespace Infra.PolicyPacks;

/// <summary>
/// A read-only view of a value within a resource, or of the place where one is missing. A value of another type than the one read counts as
/// missing; secrets are read like other values; reading an unknown value throws <see cref="UnknownValueException"/>.
/// </summary>
public sealed class PropertyNode
{
    private readonly PropertyNode? _parent;
    private readonly PropertyPathSegment _segment;
    private readonly PropertyValue? _value;

    private PropertyNode(PropertyNode? parent, PropertyPathSegment segment, PropertyValue? value)
    {
        (_parent, _segment, _value) = (parent, segment, Unwrap(value));
        IsSecret = parent?.IsSecret == true || value is PropertySecret or PropertyOutput { IsSecret: true };
    }

    /// <summary>True if there is a value, known or unknown.</summary>
    public bool Exists => _value is not null;

    /// <summary>True if the value is only known after the update.</summary>
    public bool IsUnknown => _value is PropertyUnknown;

    /// <summary>True if the program marked the value, or an object or array that contains it, as secret.</summary>
    public bool IsSecret { get; }

    /// <summary>The path in Pulumi's syntax, e.g. <c>rules[0].port</c>; empty for the resource itself.</summary>
    public string Path => _parent is null ? "" : new PropertyPath([.. GetSegments()]).ToString();

    /// <summary>The value of a string; null for anything else.</summary>
    public string? Text => (GetKnown() as PropertyString)?.Value;

    /// <summary>The value of a boolean; null for anything else.</summary>
    public bool? Flag => (GetKnown() as PropertyBoolean)?.Value;

    /// <summary>The value of a number; null for anything else.</summary>
    public double? Number => (GetKnown() as PropertyNumber)?.Value;

    /// <summary>The value of a string or a number, as text; null for anything else.</summary>
    public string? Scalar =>
        GetKnown() switch
        {
            PropertyString text => text.Value,
            PropertyNumber number => number.Value.ToString(CultureInfo.InvariantCulture),
            _ => null,
        };

    /// <summary>The properties of an object as they are, secrets and unknowns included; null for anything else.</summary>
    public PropertyMap? Map => (GetKnown() as PropertyObject)?.Properties;

    /// <summary>True if the value is an object.</summary>
    public bool IsObject => GetKnown() is PropertyObject;

    /// <summary>The elements of an array; empty for anything else.</summary>
    public IEnumerable<PropertyNode> Items
    {
        get
        {
            if (GetKnown() is not PropertyArray array)
            {
                yield break;
            }

            for (var i = 0; i < array.Elements.Length; i++)
            {
                yield return new PropertyNode(this, i, array.Elements[i]);
            }
        }
    }

    /// <summary>The properties of an object by name; empty for anything else.</summary>
    public IEnumerable<KeyValuePair<string, PropertyNode>> Entries =>
        GetKnown() is PropertyObject map ? map.Properties.Select(entry => KeyValuePair.Create(entry.Key, this[entry.Key])) : [];

    /// <summary>The number of elements of an array or properties of an object; 0 for anything else.</summary>
    public int Count =>
        GetKnown() switch
        {
            PropertyArray array => array.Elements.Length,
            PropertyObject map => map.Properties.Count,
            _ => 0,
        };

    /// <summary>The property of that name, present or missing.</summary>
    public PropertyNode this[string name] => new(this, name, GetKnown() is PropertyObject map ? map.Properties.Find(name) : null);

    /// <summary>Whether two values are equal or both missing. Secrets equal the values they contain.</summary>
    /// <exception cref="UnknownValueException">One of the values contains an unknown.</exception>
    public bool IsSameAs(PropertyNode other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (_value?.ContainsUnknowns() == true || other._value?.ContainsUnknowns() == true)
        {
            throw new UnknownValueException(Path);
        }

        return Equals(_value?.RevealSecrets(), other._value?.RevealSecrets());
    }

    /// <summary>Views the properties of a resource.</summary>
    public static PropertyNode From(PropertyMap properties) => new(null, 0, properties);

    private static PropertyValue? Unwrap(PropertyValue? value) =>
        value switch
        {
            null or PropertyNull => null,
            PropertySecret secret => Unwrap(secret.Value),
            PropertyOutput output => output.Value is null ? new PropertyUnknown() : Unwrap(output.Value),
            _ => value,
        };

    private PropertyValue? GetKnown() => _value is PropertyUnknown ? throw new UnknownValueException(Path) : _value;

    private List<PropertyPathSegment> GetSegments()
    {
        var segments = new List<PropertyPathSegment>();
        for (var node = this; node._parent is not null; node = node._parent)
        {
            segments.Add(node._segment);
        }

        segments.Reverse();
        return segments;
    }
}
