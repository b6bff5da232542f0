using System.Collections.Immutable;

namespace Pulumi;

/// <summary>Shortcuts for outputs of arrays and unions.</summary>
public static class OutputExtensions
{
    /// <summary>The element at an index.</summary>
    /// <param name="array">The array, known or not.</param>
    /// <param name="index">The index, from 0.</param>
    public static Output<T> GetAt<T>(this Output<ImmutableArray<T>> array, Input<int> index) =>
        Output.Tuple((Input<ImmutableArray<T>>)array, index).Apply(pair => pair.Item1[pair.Item2]);

    /// <summary>The first element; the output fails if the array is empty.</summary>
    public static Output<T> First<T>(this Output<ImmutableArray<T>> array) => array.GetAt(0);

    /// <summary>The number of elements.</summary>
    public static Output<int> Length<T>(this Output<ImmutableArray<T>> array)
    {
        ArgumentNullException.ThrowIfNull(array);
        return array.Apply(elements => elements.Length);
    }

    /// <summary>Whether the union holds its first case.</summary>
    public static Output<bool> IsT0<T0, T1>(this Output<Union<T0, T1>> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        return output.Apply(union => union.IsT0);
    }

    /// <summary>Whether the union holds its second case.</summary>
    public static Output<bool> IsT1<T0, T1>(this Output<Union<T0, T1>> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        return output.Apply(union => union.IsT1);
    }

    /// <summary>The value of the first case; the output fails if the union holds the second.</summary>
    public static Output<T0> AsT0<T0, T1>(this Output<Union<T0, T1>> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        return output.Apply(union => union.AsT0);
    }

    /// <summary>The value of the second case; the output fails if the union holds the first.</summary>
    public static Output<T1> AsT1<T0, T1>(this Output<Union<T0, T1>> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        return output.Apply(union => union.AsT1);
    }

    /// <summary>The value, whichever case it is.</summary>
    public static Output<object> Value<T0, T1>(this Output<Union<T0, T1>> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        return output.Apply(union => union.Value);
    }
}
