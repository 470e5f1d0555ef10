/** Given names that are common somewhere and are no word of operations (so no Mark, Will, Grace, Chance, Rich). */
export const firstNames: readonly string[] = `
aaron abdul adam adele adrian agnes ahmed aisha akira alan albert alejandro alex alexander alexandra alexei alfred ali
alice alicia alina alison amanda amelia amir amy ana anand anders andre andrea andreas andrei andrew andy angela anika
anil anita anja ann anna anne annika anthony anton antonio arjun arthur arturo ashley astrid barbara beatriz ben benjamin
bernard beth bettina bjorn bob boris brandon brenda brian bruno camila carl carla carlos carmen caroline catherine cecilia
chandra charles charlotte chen chiara chloe chris christian christina christine christopher claire clara claudia
colin craig cristina cynthia daisuke dan dana daniel daniela danielle dave david deborah deepa dennis derek diana diego
dieter dimitri dirk dmitri dominik donald donna doris dorothy douglas eduardo edward eileen elena elias elif elisabeth
elizabeth ella emil emilia emily emma enrique eric erica erik erin ernesto esther ethan eva evelyn fatima felipe felix
fernanda fernando filip fiona francesca francesco francisco franz fred frederik gabriel gabriela george gerard gianni
giovanni giulia gloria gordon graham greg gregory guido gustavo hamza hana hannah hans harald harry hassan heather heidi
heinrich helen helena henrik henry hiroshi hugo hussein ian ibrahim igor ingrid irene irina isaac isabel isabella ivan
jack jacob jacqueline jakub james jan jana jane janet javier jean jeff jeffrey jennifer jens jeremy jerome jessica jim
joan joanna joao joe joel joerg johan johanna john jonas jonathan jorge jose josef joseph joshua juan judith julia julian
julie jun jurgen justin kamal karen karim karin karl katarina kate katharina katherine kathryn katja kavya keiko keith
kelly ken kenji kenneth kevin khalid kim klaus krishna kristina kumar kyle lars laura lauren leila lena leon leonardo
leticia liam lin linda lisa lucas lucia lucy luis luisa lukas maja manuel marc marcel marcelo marcin marco marcos marek
margaret maria marie marina mario marta martin martina mary mateo mathias matt matthew matthias maurice max maximilian
maya megan mehmet mei melissa michael michaela michal michel michelle miguel mikael mike mikhail milan mohamed mohammed
monica monika nadia nancy naomi natalia natalie natasha nathan neha nicholas nick nicolas nicole nikhil nikita nils nina
noah nora olaf oleg olga oliver olivia omar oscar osman pablo paolo patricia patrick paul paula pavel pedro peter petra
philip philipp pierre piotr pradeep pranav priya rachel rafael rahul raj rajesh ralf ramesh raquel raul ravi rebecca
renata renate ricardo richard rita robert roberto rodrigo roger roland roman ronald rosa ruth ryan sabine sakura salma
sam samantha samir samuel sandra sanjay sara sarah satoshi sean sebastian selma serena sergei sergio sharon shreya
simon simone sofia sonia sophia sophie stefan stefanie stephanie stephen steve steven stuart sunil susan susanne sven
svetlana takashi tamara tanja tanya tatiana teresa theresa thomas tiago tim timothy tina tobias tom tomas tomasz tony
ulrich ulrike ursula uwe valentina valerie vanessa vera veronica victor viktor vijay vikram vincent vladimir walter wei
wendy werner wolfgang xavier yael yasmin yosef yuki yuri yusuf yvonne zainab zoe
`
  .trim()
  .split(/\s+/);
