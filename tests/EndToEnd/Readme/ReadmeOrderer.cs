using Xunit.Abstractions;
using Xunit.Sdk;

namespace EndToEnd.Readme;

/// <summary>Orders the README's commands by their lines, the first argument of each test.</summary>
public sealed class ReadmeOrderer : ITestCaseOrderer
{
    public IEnumerable<TTestCase> OrderTestCases<TTestCase>(IEnumerable<TTestCase> testCases)
        where TTestCase : ITestCase => testCases.OrderBy(test => test.TestMethodArguments is [int line, ..] ? line : 0);
}
