namespace Pulumi;

/// <summary>A <see cref="Union{T0, T1}"/> of types known only at run time.</summary>
internal interface IUnion
{
    object Value { get; }
}

/// <summary>A value of one of two types. Two unions are equal if they hold equal values of the same case.</summary>
public readonly struct Union<T0, T1> : IEquatable<Union<T0, T1>>, IUnion
{
    private readonly T0 _value0;
    private readonly T1 _value1;

    private Union(bool isT1, T0 value0, T1 value1) => (IsT1, _value0, _value1) = (isT1, value0, value1);

    /// <summary>The value of the first case.</summary>
    /// <exception cref="InvalidOperationException">The union holds the second case.</exception>
    public T0 AsT0 => IsT0 ? _value0 : throw new InvalidOperationException("The union holds its second case (T1), not its first (T0).");

    /// <summary>The value of the second case.</summary>
    /// <exception cref="InvalidOperationException">The union holds the first case.</exception>
    public T1 AsT1 => IsT1 ? _value1 : throw new InvalidOperationException("The union holds its first case (T0), not its second (T1).");

    /// <summary>Whether the union holds the first case.</summary>
    public bool IsT0 => !IsT1;

    /// <summary>Whether the union holds the second case.</summary>
    public bool IsT1 { get; }

    /// <summary>The value, whichever case it is.</summary>
    public object Value => (IsT1 ? _value1 : _value0 as object)!;

    /// <summary>A union of the first case.</summary>
    public static Union<T0, T1> FromT0(T0 input) => new(false, input, default!);

    /// <summary>A union of the second case.</summary>
    public static Union<T0, T1> FromT1(T1 input) => new(true, default!, input);

    /// <summary>A union of the first case.</summary>
    public static implicit operator Union<T0, T1>(T0 t) => FromT0(t);

    /// <summary>A union of the second case.</summary>
    public static implicit operator Union<T0, T1>(T1 t) => FromT1(t);

    /// <summary>Whether both hold equal values of the same case.</summary>
    public static bool operator ==(Union<T0, T1> left, Union<T0, T1> right) => left.Equals(right);

    /// <summary>Whether the two differ in case or value.</summary>
    public static bool operator !=(Union<T0, T1> left, Union<T0, T1> right) => !left.Equals(right);

    /// <summary>Calls the function for the case that the union holds.</summary>
    /// <param name="f0">For the first case.</param>
    /// <param name="f1">For the second case.</param>
    public TResult Match<TResult>(Func<T0, TResult> f0, Func<T1, TResult> f1)
    {
        ArgumentNullException.ThrowIfNull(f0);
        ArgumentNullException.ThrowIfNull(f1);
        return IsT1 ? f1(_value1) : f0(_value0);
    }

    /// <summary>Calls the action for the case that the union holds.</summary>
    /// <param name="f0">For the first case.</param>
    /// <param name="f1">For the second case.</param>
    public void Switch(Action<T0> f0, Action<T1> f1)
    {
        ArgumentNullException.ThrowIfNull(f0);
        ArgumentNullException.ThrowIfNull(f1);
        if (IsT1)
        {
            f1(_value1);
        }
        else
        {
            f0(_value0);
        }
    }

    /// <summary>Transforms the first case and leaves the second as it is.</summary>
    /// <typeparam name="TResult">The new type of the first case.</typeparam>
    public Union<TResult, T1> MapT0<TResult>(Func<T0, TResult> mapFunc) =>
        Match(value => Union<TResult, T1>.FromT0(mapFunc(value)), Union<TResult, T1>.FromT1);

    /// <summary>Transforms the second case and leaves the first as it is.</summary>
    /// <typeparam name="TResult">The new type of the second case.</typeparam>
    public Union<T0, TResult> MapT1<TResult>(Func<T1, TResult> mapFunc) =>
        Match(Union<T0, TResult>.FromT0, value => Union<T0, TResult>.FromT1(mapFunc(value)));

    /// <summary>Transforms both cases.</summary>
    /// <param name="mapFunc0">The transformation of the first case.</param>
    /// <param name="mapFunc1">The transformation of the second case.</param>
    /// <typeparam name="TResult0">The new type of the first case.</typeparam>
    /// <typeparam name="TResult1">The new type of the second case.</typeparam>
    public Union<TResult0, TResult1> Bimap<TResult0, TResult1>(Func<T0, TResult0> mapFunc0, Func<T1, TResult1> mapFunc1) =>
        Match(value => Union<TResult0, TResult1>.FromT0(mapFunc0(value)), value => Union<TResult0, TResult1>.FromT1(mapFunc1(value)));

    /// <summary>Returns the value of the first case, or else that of the second.</summary>
    /// <param name="value">The value of the first case, or the default.</param>
    /// <param name="remainder">The value of the second case, or the default.</param>
    /// <returns>Whether the union holds the first case.</returns>
    public bool TryPickT0(out T0 value, out T1 remainder)
    {
        (value, remainder) = (_value0, _value1);
        return IsT0;
    }

    /// <summary>Returns the value of the second case, or else that of the first.</summary>
    /// <param name="value">The value of the second case, or the default.</param>
    /// <param name="remainder">The value of the first case, or the default.</param>
    /// <returns>Whether the union holds the second case.</returns>
    public bool TryPickT1(out T1 value, out T0 remainder)
    {
        (value, remainder) = (_value1, _value0);
        return IsT1;
    }

    /// <inheritdoc/>
    public bool Equals(Union<T0, T1> other) =>
        IsT1 == other.IsT1
        && EqualityComparer<T0>.Default.Equals(_value0, other._value0)
        && EqualityComparer<T1>.Default.Equals(_value1, other._value1);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Union<T0, T1> other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(IsT1, Value);

    /// <summary>The type and the text of the value, e.g. <c>System.Int32: 80</c>.</summary>
    public override string ToString() => $"{(IsT1 ? typeof(T1) : typeof(T0)).FullName}: {Value}";
}
