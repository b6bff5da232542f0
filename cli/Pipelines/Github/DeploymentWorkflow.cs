namespace Infra.Cli.Pipelines.Github;

/// <summary>
/// Deploys the stacks one after the other. Each has a job that shows and saves the plan, and one that carries it out, and nothing else. The
/// environment of the second holds the approval.
/// </summary>
internal static class DeploymentWorkflow
{
    public static string Write(PipelineSubject subject) =>
        $$$"""
            name: Deployment
            on:
              push:
                branches: [{{{YamlText.Quote(subject.Branch)}}}]
              workflow_dispatch:
            permissions: {}
            jobs:
              test:
                name: test
                runs-on: ubuntu-latest
                timeout-minutes: 60
                permissions: { contents: read }
                steps:
                  {{{GithubSteps.Test(subject)}}}

            {{{string.Join(
                "\n\n",
                subject.Stacks.Select((stack, i) => WriteStack(subject, stack, i == 0 ? "test" : Deploy(subject.Stacks[i - 1])))
            )}}}

            """;

    private static string Plan(string stack) => $"plan-{PipelineSubject.Identifier(stack)}";

    private static string Deploy(string stack) => $"deploy-{PipelineSubject.Identifier(stack)}";

    private static string WriteStack(PipelineSubject subject, string stack, string before) =>
        $$$"""
              {{{Plan(stack)}}}:
                name: plan of {{{stack}}}
                needs: [{{{before}}}]
                runs-on: ubuntu-latest
                timeout-minutes: 30
                permissions: { contents: read, id-token: write }
                environment: { name: "{{{stack}}}-plan", deployment: false }
                env:
                  STACK: {{{YamlText.Quote(stack)}}}
                  PLAN: ${{ github.workspace }}/.infra/plan
                steps:
                  {{{GithubSteps.Prepare(subject)}}}
                  {{{GithubSteps.LogIn}}}
                  - name: Plan
                    env:
                      {{{GithubSteps.Credentials}}}
                    run: |
                      mkdir -p "$PLAN"
                      {{{subject.Infra}}} preview --stack "$STACK" --save-plan "$PLAN/plan.json" --plan-ttl 72h --format markdown --out "$PLAN/plan.md"
                      cat "$PLAN/plan.md" >> "$GITHUB_STEP_SUMMARY"
                  - uses: {{{GithubActions.UploadArtifact}}}
                    with:
                      name: plan-{{{stack}}}
                      path: ${{ env.PLAN }}
                      include-hidden-files: true
                      if-no-files-found: error
                      retention-days: 3

              {{{Deploy(stack)}}}:
                name: deploy {{{stack}}}
                needs: [{{{Plan(stack)}}}]
                runs-on: ubuntu-latest
                timeout-minutes: 120
                permissions: { contents: read, id-token: write }
                environment: { name: {{{YamlText.Quote(stack)}}} }
                # One update of a stack at a time; a newer push waits instead of cancelling it.
                concurrency: { group: "infra-{{{stack}}}", cancel-in-progress: false, queue: max }
                env:
                  STACK: {{{YamlText.Quote(stack)}}}
                  PLAN: ${{ github.workspace }}/.infra/plan
                steps:
                  {{{GithubSteps.Prepare(subject)}}}
                  {{{GithubSteps.LogIn}}}
                  - uses: {{{GithubActions.DownloadArtifact}}}
                    with: { name: "plan-{{{stack}}}", path: "${{ env.PLAN }}" }
                  - name: Deploy
                    env:
                      {{{GithubSteps.Credentials}}}
                    # The shell would keep the signals of a cancellation to itself.
                    run: exec {{{subject.Infra}}} up --stack "$STACK" --plan "$PLAN/plan.json" --yes
            {{{GithubSteps.Unlock(subject)}}}
            """;
}
