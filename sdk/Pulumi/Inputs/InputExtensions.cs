namespace Pulumi;

/// <summary>Works with inputs as with outputs. A null input stands for a null value.</summary>
public static class InputExtensions
{
    /// <summary>Transforms the value once it is known.</summary>
    /// <param name="input">The input.</param>
    /// <param name="func">Called with the value; not called while the value is unknown.</param>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    public static Output<TResult> Apply<T, TResult>(this Input<T>? input, Func<T, TResult> func) => input.ToOutput().Apply(func);

    /// <summary>Transforms the value asynchronously once it is known.</summary>
    /// <param name="input">The input.</param>
    /// <param name="func">Called with the value; not called while the value is unknown.</param>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    public static Output<TResult> Apply<T, TResult>(this Input<T>? input, Func<T, Task<TResult>> func) => input.ToOutput().Apply(func);

    /// <summary>Transforms the value into another input once it is known; the result is flat.</summary>
    /// <param name="input">The input.</param>
    /// <param name="func">Called with the value; not called while the value is unknown.</param>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    public static Output<TResult> Apply<T, TResult>(this Input<T>? input, Func<T, Input<TResult>?> func) => input.ToOutput().Apply(func);

    /// <summary>Transforms the value into an output once it is known; the result is flat.</summary>
    /// <param name="input">The input.</param>
    /// <param name="func">Called with the value; not called while the value is unknown.</param>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    public static Output<TResult> Apply<T, TResult>(this Input<T>? input, Func<T, Output<TResult>?> func) => input.ToOutput().Apply(func);

    /// <summary>The input as an output.</summary>
    /// <param name="input">The input; null gives an output of the default value.</param>
    /// <typeparam name="T">The type of the value.</typeparam>
    public static Output<T> ToOutput<T>(this Input<T>? input) => input?.AsOutput() ?? Output.Create(default(T)!);
}

/// <summary>Adds the cases of a union to a list of unions.</summary>
public static class InputListExtensions
{
    /// <summary>Adds a value of the first case.</summary>
    /// <param name="list">The list.</param>
    /// <param name="value">The value.</param>
    /// <typeparam name="T0">Type of the first case.</typeparam>
    /// <typeparam name="T1">Type of the second case.</typeparam>
    public static void Add<T0, T1>(this InputList<Union<T0, T1>> list, Input<T0> value)
    {
        ArgumentNullException.ThrowIfNull(list);
        list.Add(value.Apply(Union<T0, T1>.FromT0));
    }

    /// <summary>Adds a value of the second case.</summary>
    /// <param name="list">The list.</param>
    /// <param name="value">The value.</param>
    /// <typeparam name="T0">Type of the first case.</typeparam>
    /// <typeparam name="T1">Type of the second case.</typeparam>
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
    /// <param name="map">The map.</param>
    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    /// <typeparam name="T0">Type of the first case.</typeparam>
    /// <typeparam name="T1">Type of the second case.</typeparam>
    public static void Add<T0, T1>(this InputMap<Union<T0, T1>> map, string key, Input<T0> value)
    {
        ArgumentNullException.ThrowIfNull(map);
        map.Add(key, value.Apply(Union<T0, T1>.FromT0));
    }

    /// <summary>Adds a value of the second case.</summary>
    /// <param name="map">The map.</param>
    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    /// <typeparam name="T0">Type of the first case.</typeparam>
    /// <typeparam name="T1">Type of the second case.</typeparam>
    public static void Add<T0, T1>(this InputMap<Union<T0, T1>> map, string key, Input<T1> value)
    {
        ArgumentNullException.ThrowIfNull(map);
        map.Add(key, value.Apply(Union<T0, T1>.FromT1));
    }
}
