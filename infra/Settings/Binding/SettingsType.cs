using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Infra.Backend.Settings.Binding;

/// <summary>
/// Names the property that a record's short form sets: <c>image: shop/catalog:1.4</c> means <c>image: {reference: shop/catalog:1.4}</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class ShortFormAttribute(string property) : Attribute
{
    public string Property { get; } = property;

    /// <summary>Whether errors in the short form name the setting itself, not the property that it sets.</summary>
    public bool KeepsPath { get; init; }
}

/// <summary>The keys of this map become names of Kubernetes objects, so they must be DNS labels (RFC 1123).</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class NamesAttribute : Attribute;

/// <summary>A list of one item may be written as the item alone.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class OneOrManyAttribute : Attribute;

/// <summary>
/// This setting is applied to others before they are bound, so that it is not bound itself: the record has its default.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class AppliedAttribute : Attribute;

/// <summary>
/// The keys of a settings record in YAML, with their types and limits. Binding, schema and documentation are derived from it.
/// </summary>
internal sealed class SettingsType
{
    private static readonly ConcurrentDictionary<Type, SettingsType> Known = new();
    private readonly Dictionary<string, SettingsProperty> _byKey;

    private SettingsType(Type type)
    {
        Type = type;
        Properties =
        [
            .. type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Where(property => property.SetMethod is not null)
                .Select(property => new SettingsProperty(property)),
        ];
        _byKey = Properties.ToDictionary(property => property.Key, StringComparer.Ordinal);
        ShortForm = type.GetCustomAttribute<ShortFormAttribute>() is { } shortForm
            ? Properties.Single(property => property.Info.Name == shortForm.Property)
            : null;
        KeepsPathOfShortForm = type.GetCustomAttribute<ShortFormAttribute>() is { KeepsPath: true };
    }

    public Type Type { get; }

    public ImmutableArray<SettingsProperty> Properties { get; }

    public SettingsProperty? ShortForm { get; }

    /// <summary>Whether errors in the short form name the setting itself, not the property that it sets.</summary>
    public bool KeepsPathOfShortForm { get; }

    public SettingsProperty? this[string key] => _byKey.GetValueOrDefault(key);

    public IReadOnlyCollection<string> Keys => _byKey.Keys;

    public static SettingsType Get(Type type) => Known.GetOrAdd(type, static type => new SettingsType(type));
}

/// <summary>A setting of a record.</summary>
internal sealed class SettingsProperty(PropertyInfo info)
{
    public PropertyInfo Info { get; } = info;

    public string Key { get; } = char.ToLowerInvariant(info.Name[0]) + info.Name[1..];

    /// <summary>The type without nullability.</summary>
    public Type Type { get; } = Nullable.GetUnderlyingType(info.PropertyType) ?? info.PropertyType;

    public bool IsRequired { get; } = info.IsDefined(typeof(RequiredMemberAttribute));

    public RangeAttribute? Range { get; } = info.GetCustomAttribute<RangeAttribute>();

    /// <summary>Whether the keys of this map become names of Kubernetes objects.</summary>
    public bool HasNames { get; } = info.IsDefined(typeof(NamesAttribute));

    /// <summary>Whether it is applied to other settings before they are bound.</summary>
    public bool IsApplied { get; } = info.IsDefined(typeof(AppliedAttribute));

    /// <summary>Whether a list of one item may be written as the item alone.</summary>
    public bool IsOneOrMany { get; } = info.IsDefined(typeof(OneOrManyAttribute));

    /// <summary>The type of the items of a list; null for other types.</summary>
    public Type? ItemType { get; } = FindItemType(Nullable.GetUnderlyingType(info.PropertyType) ?? info.PropertyType);

    /// <summary>The type of the values of a map; null for other types.</summary>
    public Type? ValueType { get; } = GenericArgument(info.PropertyType, typeof(IReadOnlyDictionary<,>), 1);

    /// <summary>Finds the type of the items of a list, such as the value of a map; null for other types.</summary>
    public static Type? FindItemType(Type type) => GenericArgument(type, typeof(ImmutableArray<>), 0);

    private static Type? GenericArgument(Type type, Type definition, int position) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == definition ? type.GetGenericArguments()[position] : null;
}
