namespace Infra.Cli.Pipelines.Gitlab;

/// <summary>The jobs of one stack.</summary>
internal static class GitlabJobs
{
    private const string RequireBackend =
        """': "${PULUMI_BACKEND_URL:?this environment lacks the variable - the state would go with the job}"'""";

    public static string Write(PipelineSubject subject, string stack) =>
        string.Join(
            "\n\n",
            Report(subject, stack),
            Plan(subject, stack),
            Deploy(subject, stack),
            Drift(subject, stack),
            RollBack(subject, stack)
        );

    private static string Report(PipelineSubject subject, string stack) =>
        $$"""
        # Without secrets: a merge request of a fork runs it as well.
        {{YamlText.Quote($"report on {stack}")}}:
          stage: report
          extends: .infra
          needs: []
          interruptible: true
          rules:
            - if: $CI_PIPELINE_SOURCE == "merge_request_event"
          variables: { STACK: {{YamlText.Quote(stack)}}, REPORTS: "$CI_PROJECT_DIR/.infra/reports" }
          script:
            - git fetch --depth=1 origin "$CI_MERGE_REQUEST_DIFF_BASE_SHA"
            - code=0
            {{CheckPolicies(subject)}}- {{subject.Rehearse}} --stack "$STACK" --without-secrets --json > "$REPORTS/$STACK.rehearsal.json" || [ "$?" = 1 ] || code=1
            - set -- --stack "$STACK" --base "$CI_MERGE_REQUEST_DIFF_BASE_SHA" --format markdown --out "$REPORTS/$STACK.md" --format gitlab --out "$REPORTS/$STACK.plan.json"
            - '[ ! -s "$REPORTS/$STACK.rehearsal.json" ] || set -- "$@" --rehearsal "$REPORTS/$STACK.rehearsal.json"'
            - {{subject.Infra}} preview "$@" || code=$?
            - infra ci comment --file "$REPORTS/$STACK.md" || code=$?
            - exit "$code"
          artifacts:
            when: always
            expire_in: 1 week
            expose_as: {{YamlText.Quote($"report on {PipelineSubject.Identifier(stack)}")}}
            paths: [{{YamlText.Quote($".infra/reports/{stack}.md")}}]
            reports:
              terraform: {{YamlText.Quote($".infra/reports/{stack}.plan.json")}}{{(
                subject.HasPolicies ? $"\n      codequality: {YamlText.Quote($".infra/reports/{stack}.quality.json")}" : ""
            )}}
        """;

    private static string CheckPolicies(PipelineSubject subject) =>
        subject.HasPolicies
            ? $"- {subject.Infra} policy check --stack \"$STACK\" --plan --without-secrets --code-quality \"$REPORTS/$STACK.quality.json\" || code=$?\n    "
            : "";

    private static string Plan(PipelineSubject subject, string stack) =>
        $$"""
            {{YamlText.Quote($"plan of {stack}")}}:
              stage: deploy
              extends: .infra
              needs: [{{(subject.Stacks[0] == stack ? "infra-test" : YamlText.Quote($"deploy {Before(subject, stack)}"))}}]
              rules:
                - if: $CI_PIPELINE_SOURCE == "push" && $CI_COMMIT_BRANCH == {{YamlText.Quote(subject.Branch)}}
              environment: { name: {{YamlText.Quote(stack)}}, action: access }
              variables: { STACK: {{YamlText.Quote(stack)}} }
              script:
                - {{RequireBackend}}
                - mkdir -p .infra/plan
                - {{subject.Infra}} preview --stack "$STACK" --save-plan "$CI_PROJECT_DIR/.infra/plan/$STACK.json" --plan-ttl 72h --format markdown --out "$CI_PROJECT_DIR/.infra/plan/$STACK.md"
                - cat ".infra/plan/$STACK.md"
              artifacts:
                access: developer
                expire_in: 3 days
                paths: [.infra/plan]
            """;

    private static string Deploy(PipelineSubject subject, string stack) =>
        $$"""
            {{YamlText.Quote($"deploy {stack}")}}:
              stage: deploy
              extends: .infra-deploy
              needs: [{{YamlText.Quote($"plan of {stack}")}}]
              rules:
                - if: $CI_PIPELINE_SOURCE == "push" && $CI_COMMIT_BRANCH == {{YamlText.Quote(subject.Branch)}}{{(
                stack == subject.Last ? "\n      when: manual\n      allow_failure: false" : ""
            )}}
              resource_group: {{YamlText.Quote($"infra-{stack}")}}
              environment: { name: {{YamlText.Quote(stack)}} }
              variables: { STACK: {{YamlText.Quote(stack)}} }
              script:
                - {{RequireBackend}}
                # The shell would keep the signals of a cancellation to itself.
                - exec {{subject.Infra}} up --stack "$STACK" --plan "$CI_PROJECT_DIR/.infra/plan/$STACK.json" --yes
            """;

    private static string Drift(PipelineSubject subject, string stack) =>
        $$"""
            {{YamlText.Quote($"drift of {stack}")}}:
              stage: maintain
              extends: .infra
              needs: []
              rules:
                - if: $CI_PIPELINE_SOURCE == "schedule"
              resource_group: {{YamlText.Quote($"infra-{stack}")}}
              environment: { name: {{YamlText.Quote(stack)}}, action: verify }
              variables: { STACK: {{YamlText.Quote(stack)}}, REPORT: "$CI_PROJECT_DIR/.infra/reports/drift.md" }
              script:
                - {{RequireBackend}}
                - code=0
                - {{subject.Infra}} preview --stack "$STACK" --refresh --expect-no-changes --format markdown --out "$REPORT" || code=$?
                # 7: something would change. A failed comparison may be drift as well: a field that another manager owns.
                - |
                  case "$code" in
                    0) infra ci issue --label "drift:$STACK" --close ;;
                    7) infra ci issue --label "drift:$STACK" --title "The stack $STACK has drifted" --file "$REPORT" ;;
                    *)
                      [ ! -s "$REPORT" ] || infra ci issue --label "drift:$STACK" --title "The stack $STACK cannot be compared" --file "$REPORT"
                      exit "$code" ;;
                  esac
            """;

    private static string RollBack(PipelineSubject subject, string stack) =>
        $$"""
            {{YamlText.Quote($"roll back {stack}")}}:
              stage: maintain
              extends: .infra-deploy
              needs: []
              rules:
                - if: $CI_PIPELINE_SOURCE == "web" && $INFRA_ROLL_BACK == {{YamlText.Quote(stack)}}
              resource_group: {{YamlText.Quote($"infra-{stack}")}}
              environment: { name: {{YamlText.Quote(stack)}} }
              variables: { STACK: {{YamlText.Quote(stack)}} }
              script:
                - {{RequireBackend}}
                - exec {{subject.Infra}} up --stack "$STACK" --to "$INFRA_VERSION" --yes
            """;

    private static string Before(PipelineSubject subject, string stack) => subject.Stacks[subject.Stacks.ToList().IndexOf(stack) - 1];
}
