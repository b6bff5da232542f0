using System.Collections.Immutable;

namespace Infra.Backend.Settings.Binding;

/// <summary>Builds an <see cref="ImmutableArray{T}"/> of an item type known only at run time.</summary>
internal abstract class ListBuilder
{
    public static ListBuilder For(Type itemType) => (ListBuilder)Activator.CreateInstance(typeof(Typed<>).MakeGenericType(itemType))!;

    public abstract void Add(object item);

    public abstract object Build();

    private sealed class Typed<T> : ListBuilder
    {
        private readonly ImmutableArray<T>.Builder _items = ImmutableArray.CreateBuilder<T>();

        public override void Add(object item) => _items.Add((T)item);

        public override object Build() => _items.ToImmutable();
    }
}

/// <summary>Builds an ordered dictionary of a value type known only at run time.</summary>
internal abstract class MapBuilder
{
    public static MapBuilder For(Type valueType) => (MapBuilder)Activator.CreateInstance(typeof(Typed<>).MakeGenericType(valueType))!;

    public abstract void Add(string key, object value);

    public abstract object Build();

    private sealed class Typed<T> : MapBuilder
    {
        private readonly OrderedDictionary<string, T> _values = new(StringComparer.Ordinal);

        public override void Add(string key, object value) => _values.TryAdd(key, (T)value);

        public override object Build() => _values;
    }
}
