using System.Reflection;
using Infra.Generator.ApiListing;

namespace Sdk.Tests.Api;

public class ApiTextTests
{
    [Theory]
    [InlineData(
        nameof(Sample.Nullables),
        "public System.Collections.Generic.IDictionary<string, object?>? Nullables(string? text, int? number);"
    )]
    [InlineData(nameof(Sample.Tuples), "public System.Threading.Tasks.Task<(string? id, object state)> Tuples((int, int) pair);")]
    [InlineData(nameof(Sample.LongTuple), "public (int, int, int, int, int, int, int, string?) LongTuple();")]
    [InlineData(
        nameof(Sample.Defaults),
        "public void Defaults(string text = \"x\", bool flag = true, object? none = null, System.Threading.CancellationToken token = default(System.Threading.CancellationToken));"
    )]
    [InlineData(nameof(Sample.Constrained), "public static T Constrained<T>(params T[] values) where T : System.IDisposable, new();")]
    [InlineData(nameof(Sample.TryGet), "public bool TryGet(out string? value);")]
    [InlineData(nameof(Sample.Getter), "public string Getter { get; };")]
    [InlineData("Setter", "protected internal int? Setter { get; set; };")]
    [InlineData(nameof(Sample.Init), "public string Init { get; init; };")]
    [InlineData(nameof(Sample.Fixed), "public const string Fixed = \"fixed\";")]
    [InlineData(nameof(Sample.Field), "public static readonly string[]? Field;")]
    [InlineData("op_Implicit", "public static implicit operator string(Sdk.Tests.Api.ApiTextTests.Sample sample);")]
    [InlineData(nameof(ToString), "public override string ToString();")]
    public void Of_Member_IsItsDeclaration(string member, string expected)
    {
        const BindingFlags any =
            BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

        Assert.Equal(expected, MemberText.Write(Assert.Single(typeof(Sample).GetMember(member, any))));
    }

    [Fact]
    public void Of_Type_NamesItsBaseAndTheInterfacesItDeclares()
    {
        Assert.Equal(
            "public sealed class Sdk.Tests.Api.ApiTextTests.Listed<T> : Sdk.Tests.Api.ApiTextTests.Sample, System.Collections.Generic.IEnumerable<T>",
            DeclarationText.Write(typeof(Listed<>))
        );
    }

    public class Sample
    {
        public const string Fixed = "fixed";

        public static readonly string[]? Field = [];

        public string Getter { get; private set; } = "";

        public string Init { get; init; } = "";

        protected internal int? Setter { get; set; }

        public static implicit operator string(Sample sample) => sample.Getter;

        public static T Constrained<T>(params T[] values)
            where T : IDisposable, new() => values[0];

        public IDictionary<string, object?>? Nullables(string? text, int? number) => null;

        public Task<(string? id, object state)> Tuples((int, int) pair) => throw new NotSupportedException();

        public (int, int, int, int, int, int, int, string?) LongTuple() => default;

        public void Defaults(string text = "x", bool flag = true, object? none = null, CancellationToken token = default) { }

        public bool TryGet(out string? value) => (value = null) is null;

        public override string ToString() => Getter;
    }

    public sealed class Listed<T> : Sample, IEnumerable<T>
    {
        public IEnumerator<T> GetEnumerator() => throw new NotSupportedException();

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
