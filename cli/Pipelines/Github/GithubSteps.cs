namespace Infra.Cli.Pipelines.Github;

/// <summary>Steps that several workflows share, indented as steps of a job.</summary>
internal static class GithubSteps
{
    private const int Run = 10;

    /// <summary>The columns before a step.</summary>
    private const int Step = 6;

    private const string Backend = "PULUMI_BACKEND_URL: ${{ vars.PULUMI_BACKEND_URL }}";
    private const string Variables = Backend + "\nPULUMI_CONFIG_PASSPHRASE: ${{ secrets.PULUMI_CONFIG_PASSPHRASE }}";

    /// <summary>Checks the repository out and installs .NET and the command.</summary>
    /// <param name="subject">What the workflow is written for.</param>
    /// <param name="depth">How many commits are fetched.</param>
    public static string Prepare(PipelineSubject subject, int depth = 1) =>
        YamlText.Indent(
            $$"""
            - uses: {{GithubActions.Checkout}}
              with: { persist-credentials: false, fetch-depth: {{depth}} }
            {{SetupDotnet(subject)}}
            {{Install(subject)}}
            """,
            Step
        );

    /// <summary>Checks the repository out and tests it.</summary>
    public static string Test(PipelineSubject subject) =>
        YamlText.Indent(
            $$"""
            - uses: {{GithubActions.Checkout}}
              with: { persist-credentials: false }
            {{SetupDotnet(subject)}}
            - name: Test
              run: |
                {{subject.Test}}
            """,
            Step
        );

    /// <summary>Logs in to what a stack is deployed to, and stores its state in.</summary>
    public static string LogIn { get; } =
        YamlText.Indent(
            $$$"""
            # Clusters that trust GitHub's tokens need no kubeconfig: `id-token: write` lets a step ask for one. Clouds' login steps go here, too.
            - name: Log in
              env:
                KUBECONFIG_TEXT: ${{ secrets.KUBECONFIG }}
                {{{YamlText.Indent(Variables, 4)}}}
              run: |
                : "${PULUMI_BACKEND_URL:?the environment of this job lacks the variable: the state would go with the runner}"
                : "${PULUMI_CONFIG_PASSPHRASE:?the environment of this job lacks the secret}"
                umask 077
                printf '%s' "$KUBECONFIG_TEXT" > "$RUNNER_TEMP/kubeconfig"
                echo "KUBECONFIG=$RUNNER_TEMP/kubeconfig" >> "$GITHUB_ENV"
            """,
            Step
        );

    /// <summary>The variables of a command that reads a stack's state.</summary>
    public static string Credentials { get; } = YamlText.Indent(Variables, Run);

    /// <summary>Removes the lock that this job has left.</summary>
    public static string Unlock(PipelineSubject subject) =>
        new string(' ', Step)
        + YamlText.Indent(
            $$$"""
            - name: Unlock
              if: ${{ cancelled() || failure() }}
              env:
                {{{Backend}}}
              run: {{{subject.Infra}}} cancel --stack "$STACK" --job --yes
            """,
            Step
        );

    private static string SetupDotnet(PipelineSubject subject) =>
        $$"""
            - uses: {{GithubActions.SetupDotnet}}
              with: { {{(subject.GlobalJson is { } file ? $"global-json-file: {YamlText.Quote(file)}" : "dotnet-version: 10.0.x")}} }
            """;

    private static string Install(PipelineSubject subject) =>
        $$"""
            - name: Install infra
              run: |
                {{YamlText.Lines(subject.Install("$RUNNER_TEMP/infra"), 4)}}
                echo "$RUNNER_TEMP/infra" >> "$GITHUB_PATH"
            """;
}
