namespace Pulumi;

/// <summary>Applies functions to inputs as to outputs. A null input is a null value.</summary>
public static class InputExtensions
{
    /// <summary>Transforms the value once it is known.</summary>
    /// <param name="input">The input to transform.</param>
    /// <param name="func">Called with the value; not called while the value is unknown.</param>
    public static Output<TResult> Apply<T, TResult>(this Input<T>? input, Func<T, TResult> func) => input.ToOutput().Apply(func);

    /// <summary>Transforms the value asynchronously once it is known.</summary>
    /// <param name="input">The input to transform.</param>
    /// <param name="func">Called with the value; not called while the value is unknown.</param>
    public static Output<TResult> Apply<T, TResult>(this Input<T>? input, Func<T, Task<TResult>> func) => input.ToOutput().Apply(func);

    /// <summary>Transforms the value into another input once it is known, without nesting.</summary>
    /// <param name="input">The input to transform.</param>
    /// <param name="func">Called with the value; not called while the value is unknown.</param>
    public static Output<TResult> Apply<T, TResult>(this Input<T>? input, Func<T, Input<TResult>?> func) => input.ToOutput().Apply(func);

    /// <summary>Transforms the value into an output once it is known, without nesting.</summary>
    /// <param name="input">The input to transform.</param>
    /// <param name="func">Called with the value; not called while the value is unknown.</param>
    public static Output<TResult> Apply<T, TResult>(this Input<T>? input, Func<T, Output<TResult>?> func) => input.ToOutput().Apply(func);

    /// <summary>The input as an output.</summary>
    /// <param name="input">The input; null gives an output of the default value.</param>
    public static Output<T> ToOutput<T>(this Input<T>? input) => input?.AsOutput() ?? Output.Create(default(T)!);
}

/// <summary>Adds the cases of a union to a list of unions.</summary>
public static class InputListExtensions
{
    /// <summary>Adds a value of the first case.</summary>
    public static void Add<T0, T1>(this InputList<Union<T0, T1>> list, Input<T0> value)
    {
        ArgumentNullException.ThrowIfNull(list);
        list.Add(value.Apply(Union<T0, T1>.FromT0));
    }

    /// <summary>Adds a value of the second case.</summary>
    public static void Add<T0, T1>(this InputList<Union<T0, T1>> list, Input<T1> value)
    {
        ArgumentNullException.ThrowIfNull(list);
        list.Add(value.Apply(Union<T0, T1>.FromT1));
    }
}

/// <summary>Adds the cases of a union to a map of unions.</summary>
public static class InputMapExtensions
{
    /// <summary>Adds a value of the first case.</summary>
    public static void Add<T0, T1>(this InputMap<Union<T0, T1>> map, string key, Input<T0> value)
    {
        ArgumentNullException.ThrowIfNull(map);
        map.Add(key, value.Apply(Union<T0, T1>.FromT0));
    }

    /// <summary>Adds a value of the second case.</summary>
    public static void Add<T0, T1>(this InputMap<Union<T0, T1>> map, string key, Input<T1> value)
    {
        ArgumentNullException.ThrowIfNull(map);
        map.Add(key, value.Apply(Union<T0, T1>.FromT1));
    }
}
