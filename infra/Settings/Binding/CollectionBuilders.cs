using System.Collections.Immutable;

namespace Infra.Backend.Settings.Binding;

/// <summary>Builds an <see cref="ImmutableArray{T}"/> whose item type is known at run time only.</summary>
internal abstract class ListBuilder
{
    public static ListBuilder For(Type itemType) => (ListBuilder)Activator.CreateInstance(typeof(Of<>).MakeGenericType(itemType))!;

    public abstract void Add(object item);

    public abstract object Build();

    private sealed class Of<T> : ListBuilder
    {
        private readonly ImmutableArray<T>.Builder _items = ImmutableArray.CreateBuilder<T>();

        public override void Add(object item) => _items.Add((T)item);

        public override object Build() => _items.ToImmutable();
    }
}

/// <summary>Builds a read-only map, in the order of writing, whose value type is known at run time only.</summary>
internal abstract class MapBuilder
{
    public static MapBuilder For(Type valueType) => (MapBuilder)Activator.CreateInstance(typeof(Of<>).MakeGenericType(valueType))!;

    public abstract void Add(string key, object value);

    public abstract object Build();

    private sealed class Of<T> : MapBuilder
    {
        private readonly OrderedDictionary<string, T> _values = new(StringComparer.Ordinal);

        public override void Add(string key, object value) => _values.TryAdd(key, (T)value);

        public override object Build() => _values;
    }
}
