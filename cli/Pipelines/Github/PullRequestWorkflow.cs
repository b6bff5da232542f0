namespace Infra.Cli.Pipelines.Github;

/// <summary>
/// Tests a pull request and reports what it changes. The jobs that run its code have no secrets and a read-only token, so that it may be
/// code of anybody: <see cref="CommentWorkflow"/> posts the report, and a job of its own uploads the results of policies.
/// </summary>
internal static class PullRequestWorkflow
{
    public const string Name = "Review";

    public static string Write(PipelineSubject subject) =>
        $$$"""
            name: {{{Name}}}
            on:
              pull_request:
                branches: [{{{YamlText.Quote(subject.Branch)}}}]
            permissions: {}
            jobs:
              test:
                name: test
                runs-on: ubuntu-latest
                timeout-minutes: 60
                permissions: { contents: read }
                concurrency: { group: "test-${{ github.event.number }}", cancel-in-progress: true }
                steps:
                  {{{GithubSteps.Test(subject)}}}

              report:
                name: report on ${{ matrix.stack }}
                runs-on: ubuntu-latest
                timeout-minutes: 60
                permissions: { contents: read }
                strategy:
                  fail-fast: false
                  matrix: { stack: {{{YamlText.List(subject.Stacks)}}} }
                concurrency: { group: "report-${{ matrix.stack }}-${{ github.event.number }}", cancel-in-progress: true }
                env:
                  STACK: ${{ matrix.stack }}
                  REPORTS: ${{ github.workspace }}/.infra/reports
                steps:
                  # The checkout is the merge of the pull request; its first parent is what is deployed without it.
                  {{{GithubSteps.Prepare(subject, depth: 2)}}}
                  - run: mkdir -p "$REPORTS"
                  {{{CheckPolicies(subject)}}}- name: Rehearsal
                    if: ${{ !cancelled() }}
                    # Its verdict is in the report: 1 is an expectation that fails, maybe as it did before.
                    run: {{{subject.Rehearse}}} --stack "$STACK" --without-secrets --json > "$REPORTS/rehearsal.json" || [ "$?" = 1 ]
                  - name: Preview
                    if: ${{ !cancelled() }}
                    env:
                      NUMBER: ${{ github.event.number }}
                    run: |
                      printf '%s' "$NUMBER" > "$REPORTS/number"
                      set -- --stack "$STACK" --base HEAD^1 --format markdown --max-bytes {{{subject.ReportBytes}}} --out "$REPORTS/$STACK.md"
                      [ ! -s "$REPORTS/rehearsal.json" ] || set -- "$@" --rehearsal "$REPORTS/rehearsal.json"
                      code=0
                      {{{subject.Infra}}} preview "$@" || code=$?
                      cat "$REPORTS/$STACK.md" >> "$GITHUB_STEP_SUMMARY"
                      exit "$code"
                  - uses: {{{GithubActions.UploadArtifact}}}
                    if: ${{ !cancelled() }}
                    with:
                      name: report-${{ matrix.stack }}
                      path: |
                        ${{ env.REPORTS }}/${{ matrix.stack }}.md
                        ${{ env.REPORTS }}/number
                      include-hidden-files: true
                      retention-days: 1
            {{{UploadPolicies(subject)}}}
            """;

    private static string CheckPolicies(PipelineSubject subject) =>
        subject.HasPolicies
            ? YamlText.Indent(
                $$$"""
                - name: Policies
                  run: {{{subject.Infra}}} policy check --stack "$STACK" --plan --without-secrets --sarif "$REPORTS/policies.sarif"
                - uses: {{{GithubActions.UploadArtifact}}}
                  if: ${{ !cancelled() }}
                  with:
                    name: policies-${{ matrix.stack }}
                    path: ${{ env.REPORTS }}/policies.sarif
                    include-hidden-files: true
                    retention-days: 1

                """,
                6
            ) + "      "
            : "";

    private static string UploadPolicies(PipelineSubject subject) =>
        subject.HasPolicies
            ? $$$"""

                  policies:
                    name: policies of ${{ matrix.stack }}
                    needs: [report]
                    # The token of a fork's pull request may not write; private repositories need GitHub Code Security.
                    if: ${{ !cancelled() && github.event.pull_request.head.repo.full_name == github.repository && !github.event.repository.private }}
                    runs-on: ubuntu-latest
                    timeout-minutes: 15
                    # It may write, so it runs nothing of the pull request.
                    permissions: { contents: read, security-events: write }
                    strategy:
                      fail-fast: false
                      matrix: { stack: {{{YamlText.List(subject.Stacks)}}} }
                    steps:
                      - uses: {{{GithubActions.Checkout}}}
                        with: { persist-credentials: false }
                      - uses: {{{GithubActions.DownloadArtifact}}}
                        with: { name: "policies-${{ matrix.stack }}", path: "${{ runner.temp }}/policies" }
                      - uses: {{{GithubActions.UploadSarif}}}
                        with: { sarif_file: "${{ runner.temp }}/policies/policies.sarif", category: "infra-${{ matrix.stack }}" }

                """
            : "";
}
