using System.Globalization;
using Infra.Protocol.Values;

namespace Infra.Policies.Sdk.Values;

/// <summary>
/// A read-only look at a value within a resource, or at the place where one is missing. Reading never fails because a value is of another
/// kind than expected (then it counts as missing) and sees through secrets; reading an unknown value throws <see cref="UnknownValueException"/>.
/// </summary>
internal sealed class Node
{
    private readonly Node? _parent;
    private readonly PropertyPathSegment _segment;
    private readonly PropertyValue? _value;

    private Node(Node? parent, PropertyPathSegment segment, PropertyValue? value)
    {
        (_parent, _segment, _value) = (parent, segment, Unwrap(value));
        IsSecret = parent?.IsSecret == true || value is PropertySecret or PropertyOutput { IsSecret: true };
    }

    /// <summary>True if something is written here, be it unknown.</summary>
    public bool Exists => _value is not null;

    /// <summary>True if what is written here is not known yet.</summary>
    public bool IsUnknown => _value is PropertyUnknown;

    /// <summary>True if the program marked it, or something it is part of, as a secret.</summary>
    public bool IsSecret { get; }

    /// <summary>Where it stands, in Pulumi's syntax; empty for the resource itself.</summary>
    public string Path => _parent is null ? "" : new PropertyPath([.. Segments()]).ToString();

    public string? Text => (Known() as PropertyString)?.Value;

    public bool? Flag => (Known() as PropertyBoolean)?.Value;

    public double? Number => (Known() as PropertyNumber)?.Value;

    /// <summary>A string or a number, as a string: what quantities and ports are.</summary>
    public string? Scalar => Known() switch
    {
        PropertyString text => text.Value,
        PropertyNumber number => number.Value.ToString(CultureInfo.InvariantCulture),
        _ => null,
    };

    /// <summary>The properties of an object as they are written; null if none is.</summary>
    public PropertyMap? Map => (Known() as PropertyObject)?.Properties;

    /// <summary>True if an object is written here.</summary>
    public bool IsObject => Known() is PropertyObject;

    /// <summary>The elements of an array.</summary>
    public IEnumerable<Node> Items
    {
        get
        {
            if (Known() is not PropertyArray array)
                yield break;
            for (var i = 0; i < array.Elements.Length; i++)
                yield return new Node(this, i, array.Elements[i]);
        }
    }

    /// <summary>The properties of an object.</summary>
    public IEnumerable<KeyValuePair<string, Node>> Entries =>
        Known() is PropertyObject map ? map.Properties.Select(entry => KeyValuePair.Create(entry.Key, this[entry.Key])) : [];

    /// <summary>The number of elements or properties.</summary>
    public int Count => Known() switch
    {
        PropertyArray array => array.Elements.Length,
        PropertyObject map => map.Properties.Count,
        _ => 0,
    };

    /// <summary>The property of a name, there or not.</summary>
    public Node this[string name] => new(this, name, Known() is PropertyObject map ? map.Properties.Find(name) : null);

    /// <summary>Whether both hold the same, or both hold nothing.</summary>
    public bool IsSameAs(Node other)
    {
        if (_value?.ContainsUnknowns() == true || other._value?.ContainsUnknowns() == true)
            throw new UnknownValueException(Path);
        return Equals(_value?.RevealSecrets(), other._value?.RevealSecrets());
    }

    public static Node Of(PropertyMap properties) => new(null, 0, properties);

    private static PropertyValue? Unwrap(PropertyValue? value) => value switch
    {
        null or PropertyNull => null,
        PropertySecret secret => Unwrap(secret.Value),
        PropertyOutput output => output.Value is null ? new PropertyUnknown() : Unwrap(output.Value),
        _ => value,
    };

    private PropertyValue? Known() => _value is PropertyUnknown ? throw new UnknownValueException(Path) : _value;

    private List<PropertyPathSegment> Segments()
    {
        var segments = new List<PropertyPathSegment>();
        for (var node = this; node._parent is not null; node = node._parent)
            segments.Add(node._segment);
        segments.Reverse();
        return segments;
    }
}
