using System.Reflection;

namespace Pulumi.Serialization;

/// <summary>
/// Delegates that read properties without the cost of reflection. They are bound, not compiled: most programs would not make up for the
/// compilation.
/// </summary>
internal static class MemberAccess
{
    public static Func<object, object?> Getter(PropertyInfo property)
    {
        var getter = property.GetGetMethod(nonPublic: true)
            ?? throw new InvalidOperationException($"{property.DeclaringType!.FullName}.{property.Name} cannot be read: it has no getter.");
        var type = typeof(PropertyGetter<,>).MakeGenericType(getter.DeclaringType!, property.PropertyType);
        return ((IPropertyGetter)Activator.CreateInstance(type, getter)!).Get;
    }

    private interface IPropertyGetter
    {
        object? Get(object target);
    }

    private sealed class PropertyGetter<TTarget, TValue>(MethodInfo getter) : IPropertyGetter
        where TTarget : class
    {
        private readonly Func<TTarget, TValue> _get = getter.CreateDelegate<Func<TTarget, TValue>>();

        public object? Get(object target) => _get((TTarget)target);
    }
}
