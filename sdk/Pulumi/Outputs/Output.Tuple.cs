namespace Pulumi;

public static partial class Output
{
    /// <summary>Combines inputs of different types into one output of a tuple.</summary>
    /// <param name="item1">First value.</param>
    /// <param name="item2">Second value.</param>
    public static Output<(T1, T2)> Tuple<T1, T2>(Input<T1> item1, Input<T2> item2) =>
        Join(async join => (await join.TakeAsync(item1).ConfigureAwait(false), await join.TakeAsync(item2).ConfigureAwait(false)));

    /// <summary>Combines inputs of different types into one output of a tuple.</summary>
    /// <param name="item1">First value.</param>
    /// <param name="item2">Second value.</param>
    /// <param name="item3">Third value.</param>
    public static Output<(T1, T2, T3)> Tuple<T1, T2, T3>(Input<T1> item1, Input<T2> item2, Input<T3> item3) =>
        Join(async join =>
            (
                await join.TakeAsync(item1).ConfigureAwait(false),
                await join.TakeAsync(item2).ConfigureAwait(false),
                await join.TakeAsync(item3).ConfigureAwait(false)
            )
        );

    /// <summary>Combines inputs of different types into one output of a tuple.</summary>
    /// <param name="item1">First value.</param>
    /// <param name="item2">Second value.</param>
    /// <param name="item3">Third value.</param>
    /// <param name="item4">Fourth value.</param>
    public static Output<(T1, T2, T3, T4)> Tuple<T1, T2, T3, T4>(Input<T1> item1, Input<T2> item2, Input<T3> item3, Input<T4> item4) =>
        Join(async join =>
            (
                await join.TakeAsync(item1).ConfigureAwait(false),
                await join.TakeAsync(item2).ConfigureAwait(false),
                await join.TakeAsync(item3).ConfigureAwait(false),
                await join.TakeAsync(item4).ConfigureAwait(false)
            )
        );

    /// <summary>Combines inputs of different types into one output of a tuple.</summary>
    /// <param name="item1">First value.</param>
    /// <param name="item2">Second value.</param>
    /// <param name="item3">Third value.</param>
    /// <param name="item4">Fourth value.</param>
    /// <param name="item5">Fifth value.</param>
    public static Output<(T1, T2, T3, T4, T5)> Tuple<T1, T2, T3, T4, T5>(
        Input<T1> item1,
        Input<T2> item2,
        Input<T3> item3,
        Input<T4> item4,
        Input<T5> item5
    ) =>
        Join(async join =>
            (
                await join.TakeAsync(item1).ConfigureAwait(false),
                await join.TakeAsync(item2).ConfigureAwait(false),
                await join.TakeAsync(item3).ConfigureAwait(false),
                await join.TakeAsync(item4).ConfigureAwait(false),
                await join.TakeAsync(item5).ConfigureAwait(false)
            )
        );

    /// <summary>Combines inputs of different types into one output of a tuple.</summary>
    /// <param name="item1">First value.</param>
    /// <param name="item2">Second value.</param>
    /// <param name="item3">Third value.</param>
    /// <param name="item4">Fourth value.</param>
    /// <param name="item5">Fifth value.</param>
    /// <param name="item6">Sixth value.</param>
    public static Output<(T1, T2, T3, T4, T5, T6)> Tuple<T1, T2, T3, T4, T5, T6>(
        Input<T1> item1,
        Input<T2> item2,
        Input<T3> item3,
        Input<T4> item4,
        Input<T5> item5,
        Input<T6> item6
    ) =>
        Join(async join =>
            (
                await join.TakeAsync(item1).ConfigureAwait(false),
                await join.TakeAsync(item2).ConfigureAwait(false),
                await join.TakeAsync(item3).ConfigureAwait(false),
                await join.TakeAsync(item4).ConfigureAwait(false),
                await join.TakeAsync(item5).ConfigureAwait(false),
                await join.TakeAsync(item6).ConfigureAwait(false)
            )
        );

    /// <summary>Combines inputs of different types into one output of a tuple.</summary>
    /// <param name="item1">First value.</param>
    /// <param name="item2">Second value.</param>
    /// <param name="item3">Third value.</param>
    /// <param name="item4">Fourth value.</param>
    /// <param name="item5">Fifth value.</param>
    /// <param name="item6">Sixth value.</param>
    /// <param name="item7">Seventh value.</param>
    public static Output<(T1, T2, T3, T4, T5, T6, T7)> Tuple<T1, T2, T3, T4, T5, T6, T7>(
        Input<T1> item1,
        Input<T2> item2,
        Input<T3> item3,
        Input<T4> item4,
        Input<T5> item5,
        Input<T6> item6,
        Input<T7> item7
    ) =>
        Join(async join =>
            (
                await join.TakeAsync(item1).ConfigureAwait(false),
                await join.TakeAsync(item2).ConfigureAwait(false),
                await join.TakeAsync(item3).ConfigureAwait(false),
                await join.TakeAsync(item4).ConfigureAwait(false),
                await join.TakeAsync(item5).ConfigureAwait(false),
                await join.TakeAsync(item6).ConfigureAwait(false),
                await join.TakeAsync(item7).ConfigureAwait(false)
            )
        );

    /// <summary>Combines inputs of different types into one output of a tuple.</summary>
    /// <param name="item1">First value.</param>
    /// <param name="item2">Second value.</param>
    /// <param name="item3">Third value.</param>
    /// <param name="item4">Fourth value.</param>
    /// <param name="item5">Fifth value.</param>
    /// <param name="item6">Sixth value.</param>
    /// <param name="item7">Seventh value.</param>
    /// <param name="item8">Eighth value.</param>
    public static Output<(T1, T2, T3, T4, T5, T6, T7, T8)> Tuple<T1, T2, T3, T4, T5, T6, T7, T8>(
        Input<T1> item1,
        Input<T2> item2,
        Input<T3> item3,
        Input<T4> item4,
        Input<T5> item5,
        Input<T6> item6,
        Input<T7> item7,
        Input<T8> item8
    ) =>
        Join(async join =>
            (
                await join.TakeAsync(item1).ConfigureAwait(false),
                await join.TakeAsync(item2).ConfigureAwait(false),
                await join.TakeAsync(item3).ConfigureAwait(false),
                await join.TakeAsync(item4).ConfigureAwait(false),
                await join.TakeAsync(item5).ConfigureAwait(false),
                await join.TakeAsync(item6).ConfigureAwait(false),
                await join.TakeAsync(item7).ConfigureAwait(false),
                await join.TakeAsync(item8).ConfigureAwait(false)
            )
        );

    /// <summary>Combines outputs of different types into one output of a tuple.</summary>
    /// <param name="item1">First value.</param>
    /// <param name="item2">Second value.</param>
    public static Output<(T1, T2)> Tuple<T1, T2>(Output<T1> item1, Output<T2> item2) => Tuple((Input<T1>)item1, (Input<T2>)item2);

    /// <summary>Combines outputs of different types into one output of a tuple.</summary>
    /// <param name="item1">First value.</param>
    /// <param name="item2">Second value.</param>
    /// <param name="item3">Third value.</param>
    public static Output<(T1, T2, T3)> Tuple<T1, T2, T3>(Output<T1> item1, Output<T2> item2, Output<T3> item3) =>
        Tuple((Input<T1>)item1, (Input<T2>)item2, (Input<T3>)item3);

    /// <summary>Combines outputs of different types into one output of a tuple.</summary>
    /// <param name="item1">First value.</param>
    /// <param name="item2">Second value.</param>
    /// <param name="item3">Third value.</param>
    /// <param name="item4">Fourth value.</param>
    public static Output<(T1, T2, T3, T4)> Tuple<T1, T2, T3, T4>(Output<T1> item1, Output<T2> item2, Output<T3> item3, Output<T4> item4) =>
        Tuple((Input<T1>)item1, (Input<T2>)item2, (Input<T3>)item3, (Input<T4>)item4);

    /// <summary>Combines outputs of different types into one output of a tuple.</summary>
    /// <param name="item1">First value.</param>
    /// <param name="item2">Second value.</param>
    /// <param name="item3">Third value.</param>
    /// <param name="item4">Fourth value.</param>
    /// <param name="item5">Fifth value.</param>
    public static Output<(T1, T2, T3, T4, T5)> Tuple<T1, T2, T3, T4, T5>(
        Output<T1> item1,
        Output<T2> item2,
        Output<T3> item3,
        Output<T4> item4,
        Output<T5> item5
    ) => Tuple((Input<T1>)item1, (Input<T2>)item2, (Input<T3>)item3, (Input<T4>)item4, (Input<T5>)item5);

    /// <summary>Combines outputs of different types into one output of a tuple.</summary>
    /// <param name="item1">First value.</param>
    /// <param name="item2">Second value.</param>
    /// <param name="item3">Third value.</param>
    /// <param name="item4">Fourth value.</param>
    /// <param name="item5">Fifth value.</param>
    /// <param name="item6">Sixth value.</param>
    public static Output<(T1, T2, T3, T4, T5, T6)> Tuple<T1, T2, T3, T4, T5, T6>(
        Output<T1> item1,
        Output<T2> item2,
        Output<T3> item3,
        Output<T4> item4,
        Output<T5> item5,
        Output<T6> item6
    ) => Tuple((Input<T1>)item1, (Input<T2>)item2, (Input<T3>)item3, (Input<T4>)item4, (Input<T5>)item5, (Input<T6>)item6);

    /// <summary>Combines outputs of different types into one output of a tuple.</summary>
    /// <param name="item1">First value.</param>
    /// <param name="item2">Second value.</param>
    /// <param name="item3">Third value.</param>
    /// <param name="item4">Fourth value.</param>
    /// <param name="item5">Fifth value.</param>
    /// <param name="item6">Sixth value.</param>
    /// <param name="item7">Seventh value.</param>
    public static Output<(T1, T2, T3, T4, T5, T6, T7)> Tuple<T1, T2, T3, T4, T5, T6, T7>(
        Output<T1> item1,
        Output<T2> item2,
        Output<T3> item3,
        Output<T4> item4,
        Output<T5> item5,
        Output<T6> item6,
        Output<T7> item7
    ) =>
        Tuple((Input<T1>)item1, (Input<T2>)item2, (Input<T3>)item3, (Input<T4>)item4, (Input<T5>)item5, (Input<T6>)item6, (Input<T7>)item7);

    /// <summary>Combines outputs of different types into one output of a tuple.</summary>
    /// <param name="item1">First value.</param>
    /// <param name="item2">Second value.</param>
    /// <param name="item3">Third value.</param>
    /// <param name="item4">Fourth value.</param>
    /// <param name="item5">Fifth value.</param>
    /// <param name="item6">Sixth value.</param>
    /// <param name="item7">Seventh value.</param>
    /// <param name="item8">Eighth value.</param>
    public static Output<(T1, T2, T3, T4, T5, T6, T7, T8)> Tuple<T1, T2, T3, T4, T5, T6, T7, T8>(
        Output<T1> item1,
        Output<T2> item2,
        Output<T3> item3,
        Output<T4> item4,
        Output<T5> item5,
        Output<T6> item6,
        Output<T7> item7,
        Output<T8> item8
    ) =>
        Tuple(
            (Input<T1>)item1,
            (Input<T2>)item2,
            (Input<T3>)item3,
            (Input<T4>)item4,
            (Input<T5>)item5,
            (Input<T6>)item6,
            (Input<T7>)item7,
            (Input<T8>)item8
        );

    private static Output<T> Join<T>(Func<OutputJoin, Task<T>> take)
    {
        return new(RunAsync());

        async Task<OutputData<T>> RunAsync()
        {
            var join = new OutputJoin();
            return join.Complete(await take(join).ConfigureAwait(false));
        }
    }
}
