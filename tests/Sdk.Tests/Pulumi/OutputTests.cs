using System.Collections.Immutable;
using System.Globalization;
using CsCheck;
using Pulumi;
using Pulumi.Utilities;

namespace Sdk.Tests.Programs;

public sealed class OutputTests
{
    [Fact]
    public async Task Apply_OfAKnownValue_RunsImmediatelyAndInOrder()
    {
        var order = new List<int>();

        var output = Output.Create(1).Apply(value => Note(order, value)).Apply(value => Note(order, value + 1));
        order.Add(3);

        Assert.Equal([1, 2, 3], order);
        Assert.Equal(2, await OutputUtilities.GetValueAsync(output));
    }

    [Fact]
    public async Task Apply_OfAnUnknown_IsSkippedAndStaysSecret()
    {
        var unknown = Output.CreateSecret(OutputUtilities.CreateUnknown(1));

        var output = unknown.Apply(string (_) => throw new InvalidOperationException("must not run"));

        Assert.False(await OutputUtilities.GetIsKnownAsync(output));
        Assert.True(await Output.IsSecretAsync(output));
        Assert.Null(await OutputUtilities.GetValueAsync(output));
    }

    [Fact]
    public async Task Apply_ReturningAnOutput_IsNotNestedAndCombinesBoth()
    {
        var output = Output.Create(1).Apply(_ => Output.CreateSecret("inner"));

        Assert.Equal("inner", await OutputUtilities.GetValueAsync(output));
        Assert.True(await Output.IsSecretAsync(output));
        Assert.False(await OutputUtilities.GetIsKnownAsync(Output.Create(1).Apply(_ => OutputUtilities.CreateUnknown("x"))));
    }

    [Fact]
    public async Task Apply_ReturningNull_ReturnsAKnownDefault()
    {
        var ofOutput = Output.Create(1).Apply(_ => (Output<string>?)null);
        var ofInput = Output.Create(1).Apply(_ => (Input<int>?)null);

        Assert.True(await OutputUtilities.GetIsKnownAsync(ofOutput));
        Assert.Null(await OutputUtilities.GetValueAsync(ofOutput));
        Assert.Equal(0, await OutputUtilities.GetValueAsync(ofInput));
    }

    [Fact]
    public async Task Apply_OfATask_WaitsForIt()
    {
        var source = new TaskCompletionSource<int>();
        var output = Output.Create(1).Apply(_ => source.Task).Apply(value => value * 2);

        Assert.False(output.Data.IsCompleted);
        source.SetResult(21);

        Assert.Equal(42, await OutputUtilities.GetValueAsync(output));
    }

    [Fact]
    public async Task Apply_OfAnAction_ReturnsTheUnit()
    {
        var ran = 0;

        var output = Output
            .Create(7)
            .Apply(value =>
            {
                ran = value;
                return Task.CompletedTask;
            });

        Assert.Equal(default, await OutputUtilities.GetValueAsync(output));
        Assert.Equal(7, ran);
    }

    [Fact]
    public async Task Apply_ThatThrows_FailsWithTheSameException()
    {
        var failure = new FormatException();

        var output = Output.Create(1).Apply(int (_) => throw failure).Apply(value => value + 1);

        Assert.Same(failure, await Assert.ThrowsAsync<FormatException>(() => OutputUtilities.GetValueAsync(output)));
    }

    [Fact]
    public async Task All_KeepsTheOrderOfItsInputs()
    {
        var late = new TaskCompletionSource<string>();
        var output = Output.All(Output.Create(late.Task), Output.Create("b"), Output.Create("c"));
        late.SetResult("a");

        Assert.Equal(["a", "b", "c"], (await OutputUtilities.GetValueAsync(output)).ToArray());
    }

    [Fact]
    public async Task Tuple_OfEight_ReturnsAllValues()
    {
        var output = Output.Tuple(
            Output.Create(1),
            Output.Create("2"),
            Output.Create(3.0),
            Output.Create(true),
            Output.Create('5'),
            Output.Create(6L),
            Output.Create((int?)7),
            Output.CreateSecret("8")
        );

        Assert.Equal((1, "2", 3.0, true, '5', 6L, 7, "8"), await OutputUtilities.GetValueAsync(output));
        Assert.True(await Output.IsSecretAsync(output));
    }

    [Fact]
    public async Task Format_InputsAndOutputs_UsesTheInvariantCulture()
    {
        Input<double> number = 1.5;

        var output = Output.Format($"{Output.Create("a")}-{number:0.00}-{3}-{(string?)null}|");

        Assert.Equal("a-1.50-3-|", await OutputUtilities.GetValueAsync(output));
    }

    [Fact]
    public async Task Unsecret_RemovesTheSecretMark()
    {
        var output = Output.Unsecret(Output.CreateSecret("x"));

        Assert.False(await Output.IsSecretAsync(output));
        Assert.Equal("x", await OutputUtilities.GetValueAsync(output));
    }

    [Fact]
    public async Task OutputsOfArrays_ReturnElementsAndLength()
    {
        var array = Output.Create(ImmutableArray.Create("a", "b"));

        Assert.Equal("b", await OutputUtilities.GetValueAsync(array.GetAt(1)));
        Assert.Equal("a", await OutputUtilities.GetValueAsync(array.First()));
        Assert.Equal(2, await OutputUtilities.GetValueAsync(array.Length()));
    }

    [Fact]
    public async Task DeferredOutput_FollowsAndResolvesOnce()
    {
        var deferred = new DeferredOutput<int>();
        var doubled = deferred.Output.Apply(value => value * 2);

        deferred.Resolve(Output.CreateSecret(4));

        Assert.Equal(8, await OutputUtilities.GetValueAsync(doubled));
        Assert.True(await Output.IsSecretAsync(doubled));
        Assert.Throws<InvalidOperationException>(() => deferred.Resolve(Output.Create(5)));
    }

    /// <summary>Any combination of outputs is unknown or secret if any part is, and has the dependencies of all parts.</summary>
    [Fact]
    public async Task Combinations_PropagateUnknownsSecretsAndDependencies()
    {
        await AnyExpression(depth: 4)
            .SampleAsync(
                async expression =>
                {
                    var (output, expected) = expression.Build();
                    var data = await output.Data;

                    Assert.Equal(expected.IsKnown, data.IsKnown);
                    Assert.Equal(expected.IsSecret, data.IsSecret);
                    Assert.True(expected.Dependencies.SetEquals(data.Dependencies), "dependencies");
                    if (expected.IsKnown)
                    {
                        Assert.Equal(expected.Value, data.Value);
                    }
                },
                iter: 200,
                threads: 1
            );
    }

    private static Gen<Expression> AnyExpression(int depth)
    {
        var leaf = Gen.Select(
            Gen.Int[0, 99],
            Gen.Int[0, 4],
            Gen.Int[0, 2],
            Gen.Int[0, 2],
            Gen.Bool,
            (value, known, secret, dependencies, isLater) =>
                (Expression)
                    new Leaf(
                        new OutputData<string>(
                            value.ToString(CultureInfo.InvariantCulture),
                            known > 0,
                            secret == 2,
                            [.. Enumerable.Range(0, dependencies).Select(i => new DependencyResource($"urn:pulumi:s::p::t::{i}"))]
                        ),
                        isLater
                    )
        );
        if (depth == 0)
        {
            return leaf;
        }

        var inner = AnyExpression(depth - 1);
        return Gen.Frequency(
            (1, leaf),
            (1, inner.Select(first => (Expression)new Applied(first))),
            (2, Gen.Select(Gen.Int[0, 3], inner, inner, (way, first, second) => (Expression)new Combined(way, first, second)))
        );
    }

    /// <summary>An expression of outputs, with the data that its value should have.</summary>
    private abstract record Expression
    {
        public abstract (Output<string> Output, OutputData<string> Expected) Build();
    }

    private sealed record Leaf(OutputData<string> Data, bool IsLater) : Expression
    {
        public override (Output<string> Output, OutputData<string> Expected) Build() =>
            (new Output<string>(IsLater ? LaterAsync(Data) : Task.FromResult(Data)), Data);
    }

    private sealed record Applied(Expression First) : Expression
    {
        public override (Output<string> Output, OutputData<string> Expected) Build()
        {
            var (first, data) = First.Build();
            return (first.Apply(value => value + "!"), data with { Value = data.Value + "!" });
        }
    }

    private sealed record Combined(int Way, Expression First, Expression Second) : Expression
    {
        public override (Output<string> Output, OutputData<string> Expected) Build()
        {
            var ((first, firstData), (second, secondData)) = (First.Build(), Second.Build());
            var isSkipped = !firstData.IsKnown;
            var both = new OutputData<string>(
                firstData.Value + secondData.Value,
                firstData.IsKnown && secondData.IsKnown,
                firstData.IsSecret || secondData.IsSecret,
                firstData.Dependencies.Union(secondData.Dependencies)
            );
            return Way switch
            {
                0 => (Output.Format($"{first}{second}"), both),
                1 => (Output.Tuple(first, second).Apply(pair => pair.Item1 + pair.Item2), both),
                2 => (Output.All(first, second).Apply(values => string.Concat(values)), both),
                _ => (first.Apply(value => second.Apply(other => value + other)), isSkipped ? firstData : both),
            };
        }
    }

    private static async Task<OutputData<string>> LaterAsync(OutputData<string> data)
    {
        await Task.Yield();
        return data;
    }

    private static int Note(List<int> order, int value)
    {
        order.Add(value);
        return value;
    }
}
