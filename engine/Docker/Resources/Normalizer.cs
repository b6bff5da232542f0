using System.Collections.Immutable;
using Infra.Engine.Docker.Json;
using Infra.Protocol.Values;

namespace Infra.Engine.Docker.Resources;

/// <summary>Brings inputs into the form in which equal inputs are equal: with defaults, without empty values, with sets sorted.</summary>
internal sealed class Normalizer
{
    private readonly TypeRules _rules;
    private readonly ILookup<string, (string Name, PropertyValue Value)> _defaults;

    public Normalizer(TypeRules rules)
    {
        _rules = rules;
        _defaults = rules.Defaults.ToLookup(entry => Parent(entry.Key), entry => (Name(entry.Key), entry.Value));
    }

    /// <summary>Normalizes all inputs. Secrets become plain values.</summary>
    public PropertyMap Normalize(PropertyMap inputs) => Members(inputs, "");

    private PropertyMap Members(PropertyMap members, string path)
    {
        var prefix = path.Length == 0 ? "" : path + ".";
        var normalized = new Dictionary<string, PropertyValue>(StringComparer.Ordinal);
        foreach (var (name, value) in members)
        {
            var inner = prefix + name;
            if (!PropertyJson.IsInternal(name) && !_rules.Ignored.Contains(inner) && Value(value, inner) is { } kept)
            {
                normalized[name] = kept;
            }
        }

        foreach (var (name, value) in _defaults[path])
        {
            normalized.TryAdd(name, value);
        }

        return PropertyMap.From(normalized);
    }

    private PropertyValue? Value(PropertyValue value, string path)
    {
        var plain = value.RevealSecrets();
        if (plain is not PropertyUnknown && !plain.ContainsUnknowns() && _rules.Spellings.TryGetValue(path, out var spell))
        {
            plain = spell(plain);
        }

        return plain switch
        {
            PropertyNull or PropertyString { Value: "" } => null,
            PropertyArray list => List(list, path),
            PropertyObject map when _rules.Maps.Contains(path) => map.Properties.Where((name, _) => !PropertyJson.IsInternal(name))
                is { Count: > 0 } entries
                ? new PropertyObject(entries)
                : null,
            PropertyObject map => Members(map.Properties, path) is { Count: > 0 } members ? new PropertyObject(members) : null,
            _ => plain,
        };
    }

    private PropertyArray? List(PropertyArray list, string path)
    {
        var elements = list.Elements.Select(element => Value(element, path + "[]") ?? "").ToImmutableArray();
        return elements.IsEmpty ? null
            : _rules.Sets.Contains(path) ? new PropertyArray([.. elements.OrderBy(e => e.ToString(), StringComparer.Ordinal)])
            : new PropertyArray(elements);
    }

    private static string Parent(string path) => path.LastIndexOf('.') is var dot and >= 0 ? path[..dot] : "";

    private static string Name(string path) => path[(path.LastIndexOf('.') + 1)..];
}
